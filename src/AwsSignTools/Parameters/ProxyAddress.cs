using System;
using System.Management.Automation;
using System.Net;
using AwsSignTools.Platform;

namespace AwsSignTools.Parameters;

/// <summary>
/// The address of a proxy without the login that was in it: the engine's errors carry the argument, and <c>Get-Error</c> shows every property of it.
/// </summary>
/// <param name="address">The address, without a user name and password.</param>
/// <param name="login">The login; null if there is none.</param>
internal sealed class ProxyAddress(string address, NetworkCredential? login) : Uri(address)
{
    /// <summary>The login that was in an address, or null.</summary>
    public static NetworkCredential? LoginOf(Uri? address) => (address as ProxyAddress)?.Login;

    // Not public: Get-Error shows public properties.
    private NetworkCredential? Login { get; } = login;
}

/// <summary>Takes the address of a proxy as text or a <see cref="Uri"/>, and its login apart.</summary>
internal sealed class ProxyTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        string? text = Unwrapped.Of(inputData) switch
        {
            null => null,
            ProxyAddress => null,
            Uri uri => uri.OriginalString,
            object other => PSObject.AsPSObject(other).ToString(),
        };
        if (text is null)
        {
            return inputData;
        }

        // The engine's own message would show the text, and so the password.
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || string.IsNullOrEmpty(address.Host))
        {
            throw new ArgumentTransformationMetadataException(
                "The proxy is not an absolute URL. Give one such as http://proxy.example.com:8080. What was given is not shown: it may have a password.");
        }

        // A proxy has neither a path nor a query.
        Uri withoutLogin = new(address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
        return new ProxyAddress(withoutLogin.OriginalString, HttpSender.ReadLogin(address));
    }
}
