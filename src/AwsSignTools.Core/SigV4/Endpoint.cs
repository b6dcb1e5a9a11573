using System;
using System.Globalization;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>A scheme and a host, perhaps with a port: where a signed request goes.</summary>
public sealed class Endpoint
{
    private static readonly string[] Schemes = ["wss", "https", "ws", "http"];

    // An index and not the name: a bulk job keeps many of these.
    private readonly byte _scheme;

    private Endpoint(byte scheme, string host, int? port)
    {
        _scheme = scheme;
        Host = host;
        Port = port ?? DefaultPort;
        NamesPort = port is not null;
        HostHeader = Port == DefaultPort ? host : host + ":" + Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The scheme in lower case: <c>https</c>, <c>wss</c>, <c>http</c> or <c>ws</c>.</summary>
    public string Scheme => Schemes[_scheme];

    /// <summary>The host in lower case and ASCII (an internationalised name in its A-label form).</summary>
    public string Host { get; }

    /// <summary>The port, 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>The value of the host header: the host, and the port unless it is the scheme's own.</summary>
    public string HostHeader { get; }

    /// <summary>True if the port was written, be it the scheme's own.</summary>
    public bool NamesPort { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}://{HostHeader}";

    /// <summary>The endpoint at another port.</summary>
    internal Endpoint WithPort(int port) => new(_scheme, Host, port);

    private int DefaultPort => Scheme is "wss" or "https" ? 443 : 80;

    /// <summary>Makes an endpoint from a scheme and an authority.</summary>
    /// <param name="givenScheme">The scheme, in any case.</param>
    /// <param name="authority">The host, perhaps with a port.</param>
    /// <param name="given">What messages quote, without what may be secret in it.</param>
    /// <param name="givenHost">The host as it stands in the authority.</param>
    internal static Endpoint Create(ReadOnlySpan<char> givenScheme, ReadOnlySpan<char> authority, string given, out string givenHost)
    {
        byte scheme = KnownScheme(givenScheme)
            ?? throw Invalid(given, $"its scheme {Quoted.Value(Quoted.WithoutSecrets(givenScheme.ToString()))} is none of wss, https, ws and http");
        if (authority.IndexOf('@') >= 0)
        {
            // Not quoted: what stands before the @ may be a password.
            throw InvalidInputException.For(
                "EndpointInvalid", null, "The endpoint has a user name before an @, which no AWS endpoint has.", "Leave the user name out.");
        }

        int? port = null;
        int colon = authority.LastIndexOf(':');
        if (colon >= 0 && colon > authority.LastIndexOf(']'))
        {
            port = ParsePort(authority.Slice(colon + 1));
            authority = authority.Slice(0, colon);
            if (port == 0)
            {
                throw Invalid(given, "its port is not a number from 1 to 65535");
            }
        }

        givenHost = authority.ToString();
        return new Endpoint(scheme, NormalizeHost(givenHost, given), port);
    }

    private static byte? KnownScheme(ReadOnlySpan<char> scheme)
    {
        for (byte i = 0; i < Schemes.Length; i++)
        {
            if (scheme.Equals(Schemes[i].AsSpan(), StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return null;
    }

    private static int ParsePort(ReadOnlySpan<char> digits)
    {
        int port = 0;
        foreach (char c in digits)
        {
            if (c is < '0' or > '9' || port > 6553)
            {
                return 0;
            }

            port = (port * 10) + (c - '0');
        }

        return port <= ushort.MaxValue ? port : 0;
    }

    private static string NormalizeHost(string givenHost, string given)
    {
        string host = givenHost.ToLowerInvariant();
        if (!Text.IsAscii(host.AsSpan()))
        {
            host = ToAsciiHost(host, given);
        }

        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 || (host.Length > 0 && host[0] == '[' && Uri.CheckHostName(host) == UriHostNameType.IPv6)
            ? host
            : throw Invalid(given, host.Length == 0 ? "it has no host" : $"{Quoted.Value(host)} is not a host name");
    }

    private static string ToAsciiHost(string host, string given)
    {
        try
        {
            return new IdnMapping().GetAscii(host);
        }
        catch (ArgumentException)
        {
            throw Invalid(given, $"{Quoted.Value(host)} is not a host name");
        }
    }

    /// <summary>The refusal of a text that is no endpoint.</summary>
    /// <param name="given">The text.</param>
    /// <param name="reason">Why; not shown if the text looks like a secret, since it quotes a part of the text.</param>
    internal static InvalidInputException Invalid(string given, string reason) => InvalidInputException.For(
        "EndpointInvalid",
        Quoted.WithoutSecrets(given),
        $"{Quoted.Value(Quoted.WithoutSecrets(given))} is not an endpoint{(SecretText.KindOf(given) >= SecretKind.Base64 ? string.Empty : ": " + reason)}.",
        "Give it as the service's API returned it, such as wss://host.example.");
}
