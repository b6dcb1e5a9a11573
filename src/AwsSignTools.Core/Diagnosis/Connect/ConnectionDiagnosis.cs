using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using AwsSignTools.Aws;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>What the rules of connections check: what happened, and what the URL and the catalogue of services say.</summary>
internal sealed class ConnectionDiagnosis
{
    private const int LongestName = 80;
    private const int LongestWords = 400;

    private readonly InspectedUrl? _url;
    private readonly DateTimeOffset _now;

    /// <summary>Prepares a diagnosis.</summary>
    /// <param name="url">The URL; any text.</param>
    /// <param name="result">What happened.</param>
    /// <param name="now">This machine's time when the connection was made.</param>
    public ConnectionDiagnosis(string url, ConnectionResult result, DateTimeOffset now)
    {
        Result = result;
        _now = now;
        try
        {
            _url = new InspectedUrl(RequestUri.Parse(url), now);
        }
        catch (InvalidInputException)
        {
            // A text that is not a URL was not connected to; that is its finding.
        }

        Service = AwsServices.Get(_url?.Service ?? string.Empty);
        Reason = RefusalReader.Read(this);
    }

    /// <summary>What happened.</summary>
    public ConnectionResult Result { get; }

    /// <summary>The service that the URL is signed for; one with the defaults if its scope cannot be read.</summary>
    public AwsService Service { get; }

    /// <summary>Why the server refused.</summary>
    public RefusalReason Reason { get; }

    /// <summary>The service of the scope; null if that cannot be read.</summary>
    public string? ServiceName => _url?.Service;

    /// <summary>The host.</summary>
    public string? Host => _url?.Host;

    /// <summary>The region of the scope.</summary>
    public string? Region => _url?.Region;

    /// <summary>The access key id that signed.</summary>
    public string? AccessKeyId => _url?.AccessKeyId;

    /// <summary>True if the URL has a session token.</summary>
    public bool HasSessionToken => _url?.SessionToken is not null;

    /// <summary>When the URL was signed.</summary>
    public DateTimeOffset? SignedAt => _url?.SignedAt;

    /// <summary>When the URL expires.</summary>
    public DateTimeOffset? ExpiresAt => _url?.ExpiresAt;

    /// <summary>The server's time if it is known, otherwise this machine's.</summary>
    public DateTimeOffset ServerNow => Result.ServerDate ?? _now;

    /// <summary>The host as messages show it.</summary>
    public string HostShown => Quoted.Value(Host);

    /// <summary>The access key id, as the middle of a sentence.</summary>
    public string KeyShown => AccessKeyId is { } key ? $"the access key {Quoted.Value(key)}" : "the access key";

    /// <summary>What the server answered, as the beginning of a sentence.</summary>
    public string Answered
    {
        get
        {
            string status = Result.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? "nothing";
            string type = Result.ErrorType is { } name ? $" {Quoted.OneLine(name, LongestName)}" : string.Empty;
            string words = Result.ErrorMessage is { } message ? $" and says {Quoted.UpTo(LongestWords, message)}" : string.Empty;
            return $"The service answers {status}{type}{words}";
        }
    }

    /// <summary>The IAM action that the connection needs; null if it is not known.</summary>
    public string? Action
    {
        get
        {
            foreach (IamAction action in Service.Actions)
            {
                if (IsFor(action.When))
                {
                    return action.Name;
                }
            }

            return null;
        }
    }

    /// <summary>The ARN that the action must be allowed on; null if the URL has none.</summary>
    public string? ResourceArn => FindValue(Service.ResourceParameter);

    /// <summary>What the action must be allowed on, as the middle of a sentence.</summary>
    public string Resource => ResourceArn is { } arn ? Quoted.UpTo(LongestWords, arn) : Service.ResourceName;

    /// <summary>The first hint that applies to the URL and the answer; null if none does.</summary>
    public ServiceHint? FindHint(IReadOnlyList<ServiceHint> hints)
    {
        foreach (ServiceHint hint in hints)
        {
            if (IsFor(hint.When) && (hint.Status is null || hint.Status == Result.StatusCode))
            {
                return hint;
            }
        }

        return null;
    }

    /// <summary>A text of a hint with the URL's values in place of the placeholders.</summary>
    public string Expand(string text, ServiceHint hint) => Expand(text, hint.When is null ? string.Empty : Quoted.Value(FindValue(hint.When)));

    /// <summary>A text of the catalogue with the URL's values in place of <c>{host}</c>, <c>{resource}</c>, <c>{permission}</c> and <c>{value}</c>.</summary>
    public string Expand(string text, string value)
    {
        // In one pass: a value may have the text of a placeholder.
        StringBuilder expanded = new();
        int at = 0;
        while (text.IndexOf('{', at) is var start && start >= 0 && text.IndexOf('}', start) is var end && end >= 0)
        {
            _ = expanded.Append(text, at, start - at).Append(text.Substring(start, end + 1 - start) switch
            {
                "{host}" => HostShown,
                "{resource}" => Resource,
                "{permission}" => Action is { } action ? $"the signer needs {action} on {Resource}" : "the signer's IAM policy must allow it",
                "{value}" => value,
                string other => other,
            });
            at = end + 1;
        }

        return expanded.Append(text, at, text.Length - at).ToString();
    }

    private bool IsFor(string? parameter) => parameter is null || FindValue(parameter) is not null;

    private string? FindValue(string? parameter) => parameter is null ? null : _url?.Value(parameter);
}
