using System;
using AwsSignTools.Findings;

namespace AwsSignTools.SigV4;

/// <summary>
/// A URL taken apart without changing a character of its path and query, as <see cref="Uri"/> would
/// (it unescapes, and removes dot segments, which a signature must not do unasked).
/// </summary>
public readonly struct RequestUri
{
    private RequestUri(Endpoint endpoint, string givenHost, string path, string? query)
    {
        Endpoint = endpoint;
        GivenHost = givenHost;
        Path = path;
        Query = query;
    }

    /// <summary>The scheme, host and port.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The host as it was given.</summary>
    internal string GivenHost { get; }

    /// <summary>The path as it was given; empty if there was none.</summary>
    public string Path { get; }

    /// <summary>The query as it was given, without its <c>?</c>; null if there was no <c>?</c>.</summary>
    public string? Query { get; }

    /// <summary>True if the path says no more than "the root".</summary>
    internal bool IsRoot => IsRootPath(Path);

    /// <summary>True for a path that says no more than "the root".</summary>
    internal static bool IsRootPath(string path) => path is "" or "/";

    /// <summary>Reads a URL, or a bare host.</summary>
    /// <param name="text">The URL; surrounding white space is no part of it.</param>
    /// <param name="defaultScheme">The scheme of a text without one; null if it must have one.</param>
    /// <exception cref="InvalidInputException"><c>EndpointInvalid</c>: it is no such URL.</exception>
    public static RequestUri Parse(string text, string? defaultScheme = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        string given = text.Trim();
        int separator = given.IndexOf("://", StringComparison.Ordinal);
        if (separator >= 0 && given.AsSpan(0, separator).IndexOfAny('/', '?', '#') >= 0)
        {
            separator = -1;
        }

        if (separator < 0 && defaultScheme is null)
        {
            throw InvalidInputException.For(
                "EndpointInvalid",
                Quoted.WithoutSecrets(given),
                $"{Quoted.Value(Quoted.WithoutSecrets(given))} is not an absolute URL: it has no scheme.",
                "Begin it with wss:// or https://.");
        }

        ReadOnlySpan<char> scheme = separator < 0 ? defaultScheme.AsSpan() : given.AsSpan(0, separator);
        ReadOnlySpan<char> rest = given.AsSpan(separator < 0 ? 0 : separator + 3);
        if (QueryParameter.FindHtmlSeparator(given) is { } separatorOfHtml)
        {
            throw QueryParameter.CopiedFromHtml(separatorOfHtml);
        }

        if (rest.IndexOf('#') >= 0)
        {
            throw InvalidInputException.For(
                "EndpointInvalid",
                Quoted.WithoutSecrets(given),
                $"{Quoted.Value(Quoted.WithoutSecrets(given))} has a fragment (#), which is never sent to a server and so cannot be signed.",
                "Leave the fragment out; write a literal # as %23.");
        }

        int question = rest.IndexOf('?');
        string? query = question < 0 ? null : rest.Slice(question + 1).ToString();
        rest = question < 0 ? rest : rest.Slice(0, question);
        int slash = rest.IndexOf('/');

        // Base64 without a scheme would be taken for a host and a path, each too short to be recognized as a part of a secret.
        if (separator < 0 && rest.IndexOf('.') < 0 && SecretText.KindOf(given) >= SecretKind.Base64)
        {
            throw Endpoint.Invalid(given, string.Empty);
        }

        string path = slash < 0 ? string.Empty : rest.Slice(slash).ToString();
        Endpoint endpoint = Endpoint.Create(scheme, slash < 0 ? rest : rest.Slice(0, slash), given, out string givenHost);
        return new RequestUri(endpoint, givenHost, path, query);
    }
}
