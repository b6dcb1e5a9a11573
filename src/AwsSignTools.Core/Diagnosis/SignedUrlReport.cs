using System;
using System.Collections.Generic;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis;

/// <summary>What a presigned URL says, and what is wrong with it. As text it is the verdict.</summary>
public sealed class SignedUrlReport
{
    private readonly InspectedUrl? _inspected;
    private readonly DateTimeOffset _now;

    internal SignedUrlReport(string url, InspectedUrl? inspected, DateTimeOffset now, IReadOnlyList<Finding> findings)
    {
        Url = url;
        _inspected = inspected;
        _now = now;
        Findings = findings;
    }

    /// <summary>True where no error was found; where a credential was given, the signature was checked with it and is right.</summary>
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

    /// <summary>The URL that was looked at, mended where it was broken into lines or escaped as text.</summary>
    public string Url { get; }

    /// <summary>The host; null where the text is no URL.</summary>
    public string? Host => _inspected?.Uri.Endpoint.HostHeader;

    /// <summary>The HTTP method it was checked for.</summary>
    public string Method { get; internal init; } = "GET";

    /// <summary>The service of the scope; null where it cannot be read.</summary>
    public string? Service => _inspected?.Service;

    /// <summary>The region of the scope; null where it cannot be read.</summary>
    public string? Region => _inspected?.Region;

    /// <summary>The access key id that signed; null where it cannot be read.</summary>
    public string? AccessKeyId => _inspected?.AccessKeyId;

    /// <summary>When it was signed, in UTC; null where it cannot be read.</summary>
    public DateTimeOffset? SignedAt => _inspected?.SignedAt;

    /// <summary>When the URL's own life ends, in UTC; null where it cannot be told.</summary>
    public DateTimeOffset? ExpiresAt => _inspected?.ExpiresAt;

    /// <summary>How long it lives from the moment it was judged by; negative where it has ended; null where it cannot be told.</summary>
    public TimeSpan? TimeLeft => ExpiresAt - _now;

    /// <summary>Whether the signature is right; null where no credential was given to check it with, or it cannot be checked.</summary>
    public bool? SignatureValid { get; internal init; }

    /// <summary>What came of a real connection; null where none was asked for.</summary>
    public ConnectionResult? Connection { get; private init; }

    /// <summary>The canonical request that the service makes of the URL; null where a part of it is missing. It holds the session token.</summary>
    public string? CanonicalRequest { get; internal init; }

    /// <summary>The string to sign that goes with it.</summary>
    public string? StringToSign { get; internal init; }

    /// <summary>What was found: the proven cause of a wrong signature first, then errors, warnings and information.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The report with what came of a connection, and why.</summary>
    /// <param name="connection">What came of it.</param>
    /// <param name="explanations">Why, by <see cref="ConnectionRules"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public SignedUrlReport WithConnection(ConnectionResult connection, IReadOnlyList<Finding> explanations)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(explanations);
        return new SignedUrlReport(Url, _inspected, _now, Finding.BySeverity([.. Findings, .. explanations]))
        {
            Method = Method,
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
