using System;
using System.Collections.Generic;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis;

/// <summary>What a presigned URL says, and what is wrong with it. Its text is the verdict.</summary>
public sealed class SignedUrlReport
{
    private readonly ReportFacts? _facts;
    private readonly DateTimeOffset _now;

    internal SignedUrlReport(string url, InspectedUrl? inspected, DateTimeOffset now, IReadOnlyList<Finding> findings)
        : this(url, ReportFacts.Of(inspected), now, findings)
    {
    }

    internal SignedUrlReport(string url, ReportFacts? facts, DateTimeOffset now, IReadOnlyList<Finding> findings)
    {
        Url = url;
        _facts = facts;
        _now = now;
        Findings = findings;
    }

    /// <summary>True if no error was found; if a credential was given, the signature was checked with it and is right.</summary>
    public bool Valid
    {
        get
        {
            foreach (Finding finding in Findings)
            {
                if (finding.Severity == FindingSeverity.Error)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The URL that was checked, repaired if it was broken into lines or escaped as text.</summary>
    public string Url { get; }

    /// <summary>The host, with the port unless it is the scheme's own; null if the text is not a URL.</summary>
    public string? Host => _facts?.Host;

    /// <summary>The HTTP method it was checked for.</summary>
    public string Method { get; internal init; } = "GET";

    /// <summary>The service of the scope; null if it cannot be read.</summary>
    public string? Service => _facts?.Service;

    /// <summary>The region of the scope; null if it cannot be read.</summary>
    public string? Region => _facts?.Region;

    /// <summary>The access key id that signed; null if it cannot be read.</summary>
    public string? AccessKeyId => _facts?.AccessKeyId;

    /// <summary>When it was signed, in UTC; null if it cannot be read.</summary>
    public DateTimeOffset? SignedAt => _facts?.SignedAt;

    /// <summary>When the URL expires, in UTC; null if that cannot be read.</summary>
    public DateTimeOffset? ExpiresAt => _facts?.ExpiresAt;

    /// <summary>How long it is valid from the time it was evaluated at; negative if it has expired; null if that cannot be read.</summary>
    public TimeSpan? TimeLeft => ExpiresAt - _now;

    /// <summary>True if the signature is right; null if no credential was given to check it with, or if it cannot be checked.</summary>
    public bool? SignatureValid { get; internal init; }

    /// <summary>The result of a real connection; null if none was asked for.</summary>
    public ConnectionResult? Connection { get; private init; }

    /// <summary>The canonical request that the service makes of the URL; null if a part of it is missing. It has the session token in it.</summary>
    public string? CanonicalRequest { get; internal init; }

    /// <summary>The string to sign for the canonical request; null if that is.</summary>
    public string? StringToSign { get; internal init; }

    /// <summary>True for a token that a client sends as a password, over a protocol other than HTTP.</summary>
    internal bool IsPassword { get; init; }

    /// <summary>The WebSocket subprotocols to ask for; none for those of the service.</summary>
    internal IReadOnlyList<string> SubProtocols { get; init; } = [];

    /// <summary>The message to send first over an open WebSocket; null for none.</summary>
    internal string? Greeting { get; init; }

    /// <summary>What was found: the proven cause of a wrong signature first, then errors, warnings and information.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The options with what this URL needs besides.</summary>
    internal ConnectionOptions Prepare(ConnectionOptions options) =>
        options with { SubProtocols = SubProtocols.Count > 0 ? SubProtocols : options.SubProtocols, Greeting = Greeting ?? options.Greeting };

    /// <summary>Adds the result of a connection, and its explanation, to a copy of the report.</summary>
    /// <param name="connection">The result.</param>
    /// <param name="explanations">The findings of <see cref="ConnectionRules"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public SignedUrlReport WithConnection(ConnectionResult connection, IReadOnlyList<Finding> explanations)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(explanations);
        return new SignedUrlReport(Url, _facts, _now, Finding.BySeverity([.. Findings, .. explanations]))
        {
            Method = Method,
            IsPassword = IsPassword,
            SubProtocols = SubProtocols,
            Greeting = Greeting,
            SignatureValid = SignatureValid,
            CanonicalRequest = CanonicalRequest,
            StringToSign = StringToSign,
            Connection = connection,
        };
    }

    /// <summary>The verdict, and the ids of the errors.</summary>
    public override string ToString()
    {
        List<string> errors = [];
        foreach (Finding finding in Findings)
        {
            if (finding.Severity == FindingSeverity.Error)
            {
                errors.Add(finding.Id);
            }
        }

        return errors.Count == 0 ? "Valid" : "Invalid: " + string.Join(", ", errors);
    }
}
