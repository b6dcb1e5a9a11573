using System;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.AuthTokens;

/// <summary>The rules of the services about a token that anyone signed.</summary>
internal static class AuthTokenUrlRules
{
    private const string Pointer = "New-AwsAuthToken makes such tokens.";

    /// <summary>All rules.</summary>
    public static readonly Rule<AuthTokenFacts>[] Table =
    [
        new("A token is a URL without its scheme, or a URL in base64url without padding, as its service's clients send it.", CheckText),
        new("A token is signed by the SigV4 name that its service expects.", CheckService),
        new("A token has the action of its service.", CheckAction),
        new("A token names the user who connects.", CheckUser),
        new("A token is signed for the host of the database, for the name of the cache alone, or for the service's endpoint in the region.", CheckHost),
        new("The token of RDS has the port that the client connects to.", CheckPort),
        new("The token of EKS is a GetCallerIdentity of the version 2011-06-15, with the name of the cluster in the signed header x-k8s-aws-id.", CheckCluster),
        new("A token is valid no longer than its service accepts: 15 minutes, and for Aurora DSQL a week.", CheckLife),
    ];

    private static void CheckText(AuthTokenFacts token, ref FindingCollector findings)
    {
        AuthTokenForm form = token.Form;
        if (!form.IsBase64Url && token.Text.Shape == AuthTokenShape.Url)
        {
            findings.Warning(
                "AuthTokenSchemePresent",
                token.Url.Endpoint.Scheme,
                $"The token begins with {token.Url.Endpoint.Scheme}://; the clients of {form.Title} send it without.",
                $"Leave {token.Url.Endpoint.Scheme}:// out of the password; the scheme is not part of the signature.");
        }
        else if (!form.IsBase64Url && token.Text.Shape == AuthTokenShape.Encoded)
        {
            findings.Error(
                "AuthTokenEncodingInvalid", form.Name, $"The token is in base64url; the clients of {form.Title} send it as it is, without its scheme.", Pointer);
        }
        else if (form.IsBase64Url && token.Text.Shape != AuthTokenShape.Encoded)
        {
            findings.Warning(
                "AuthTokenEncodingInvalid", form.Name, $"The token is a plain URL; the clients of {form.Title} send it in base64url.", Pointer);
        }
        else if (form.IsBase64Url && token.Text.IsPlainBase64)
        {
            findings.Error(
                "AuthTokenEncodingInvalid",
                form.Name,
                $"The token has padding (=) or characters of plain base64 (+ and /); {form.Title} reads base64url without padding.",
                "Encode it with - and _ in place of + and /, and leave the = at its end out.");
        }

        if (token.Text.Shape == AuthTokenShape.Encoded && token.Text.Prefix != form.TextPrefix)
        {
            findings.Error(
                "AuthTokenPrefixInvalid",
                form.Name,
                form.TextPrefix.Length > 0
                    ? $"The token does not begin with {form.TextPrefix}, by which {form.Title} knows it."
                    : $"The token begins with {token.Text.Prefix}, which is that of another service; it is signed as one of {form.Title}.",
                form.TextPrefix.Length > 0 ? $"Write {form.TextPrefix} before the base64url." : Pointer);
        }
    }

    private static void CheckService(AuthTokenFacts token, ref FindingCollector findings)
    {
        // Where the host names the service, another rule reports it.
        string signed = token.Url.Service.SigningName;
        if (signed != token.Service.SigningName && HostService.IsRight(signed, token.Url.Host))
        {
            findings.Error(
                "AuthTokenServiceWrong",
                signed,
                $"The token is signed for the service {Quoted.Value(signed)}; that of {token.Form.Title} is signed for {token.Service}.",
                $"Sign it for {token.Service}. {Pointer}");
        }
    }

    private static void CheckAction(AuthTokenFacts token, ref FindingCollector findings)
    {
        AuthTokenForm form = token.Form;
        string? action = token.Url.Value(AuthTokenServices.ActionParameter);
        if (action != form.Action && (action is null || action != form.AdminAction))
        {
            string right = form.AdminAction is null ? form.Action : $"{form.Action} or {form.AdminAction}";
            findings.Error(
                "AuthTokenActionInvalid",
                action ?? AuthTokenServices.ActionParameter,
                action is null
                    ? $"The token has no parameter Action; that of {form.Title} is {right}."
                    : $"The token has the action {Quoted.Value(action)}; that of {form.Title} is {right}, in this case of the letters.",
                $"Sign it with Action={form.Action}. {Pointer}");
        }
    }

    private static void CheckUser(AuthTokenFacts token, ref FindingCollector findings)
    {
        if (token.Form.UserParameter is not { } name || !string.IsNullOrWhiteSpace(token.Url.Value(name)))
        {
            return;
        }

        string? misspelt = null;
        foreach (QueryParameter parameter in token.Url.Query)
        {
            misspelt = parameter.Name != name && string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase) ? parameter.Name : misspelt;
        }

        findings.Error(
            "AuthTokenUserMissing",
            misspelt ?? name,
            misspelt is null
                ? $"The token has no user: the parameter {name} is missing or empty."
                : $"The token has the parameter {misspelt}; the case of the letters counts, and {token.Form.Title} looks for {name}.",
            $"Sign it with the parameter {name}, written so. {Pointer}");
    }

    private static void CheckHost(AuthTokenFacts token, ref FindingCollector findings)
    {
        AuthTokenForm form = token.Form;
        string host = token.Url.Host;
        bool isOfAws = HostRegion.SuffixOf(host) is not null;
        string? wrong = form.Target switch
        {
            AuthTokenTarget.Name when isOfAws => $"the host {Quoted.Value(host)}; that of {form.Title} is signed for the name of the cluster or cache alone",
            AuthTokenTarget.Name or AuthTokenTarget.Host when token.Url.Endpoint.NamesPort && !form.HasPort =>
                $"a host with the port {token.Url.Endpoint.Port.ToString(CultureInfo.InvariantCulture)}; that of {form.Title} has no port",
            AuthTokenTarget.Region when isOfAws && !host.StartsWith(form.HostPrefix + ".", StringComparison.Ordinal) =>
                $"the host {Quoted.Value(host)}; that of {form.Title} is signed for {form.HostPrefix}.<region>",
            _ => null,
        };
        if (wrong is not null)
        {
            findings.Error("AuthTokenHostInvalid", host, $"The token is signed for {wrong}.", Pointer);
        }
        else if (form.Target == AuthTokenTarget.Host && HostService.Find(host) is null)
        {
            findings.Warning(
                "AuthTokenHostUnknown",
                host,
                $"The host {Quoted.Value(host)} is not known as one of {form.Title}; a token for an alias or a tunnel is refused.",
                "Make the token for the database's own host, and connect through the alias or the tunnel.");
        }
    }

    private static void CheckPort(AuthTokenFacts token, ref FindingCollector findings)
    {
        if (token.Form.HasPort && !token.Url.Endpoint.NamesPort)
        {
            findings.Error(
                "AuthTokenPortMissing",
                token.Url.Uri.GivenHost,
                $"The token has no port after the host {Quoted.Value(token.Url.Uri.GivenHost)}, and the port is part of the signature.",
                $"Sign it for <host>:<port>: {token.Form.UsualPorts}, unless the database has another. {Pointer}");
        }
    }

    private static void CheckCluster(AuthTokenFacts token, ref FindingCollector findings)
    {
        if (token.Form.NameHeader is { } header && Array.IndexOf(token.SignedHeaders, header) < 0)
        {
            findings.Error(
                "AuthTokenClusterNameMissing",
                header,
                $"The header {header} is not signed, so the token is for no cluster; {token.Form.Title} refuses it.",
                $"Sign it with the header {header}, whose value is the name of the cluster. {Pointer}");
        }

        foreach (QueryParameter own in token.Form.OwnParameters)
        {
            if (token.Url.Value(own.Name) != own.Value)
            {
                findings.Error(
                    "AuthTokenParameterMissing",
                    own.Name,
                    $"The token has no parameter {own.Name} with the value {own.Value}.",
                    $"Sign it with {own.Name}={own.Value}. {Pointer}");
            }
        }
    }

    private static void CheckLife(AuthTokenFacts token, ref FindingCollector findings)
    {
        // The catalogue has the limit of some services, which another rule checks.
        if (token.Url.Life is { } life && life > token.Form.LongestLife && life <= token.Url.Service.LongestPresignedLife)
        {
            string longest = token.Form.LongestLife.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            findings.Warning(
                "AuthTokenLifeTooLong",
                life,
                $"The token is to be valid for {life:c} (days.hours:minutes:seconds); {token.Form.Title} accepts at most {longest} seconds.",
                $"Sign it for at most {longest} seconds, and make a new one for each connection.");
        }
    }
}
