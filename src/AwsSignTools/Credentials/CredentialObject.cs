using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Security;
using System.Text;
using AwsSignTools.Json;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>
/// Reads a credential from the objects people have: a PSCredential, an AWSCredentials of any AWS SDK, what AWS.Tools keeps for the session,
/// a hashtable, or any object with AccessKeyId, SecretAccessKey and perhaps SessionToken and Expiration, itself or in its Credentials or
/// RoleCredentials property (the output of STS and SSO, of <c>aws configure export-credentials</c> and of <c>aws sts assume-role</c>), or
/// the JSON text of one, in one string or line by line.
/// </summary>
/// <param name="context">The time limit, and what stops the wait for an object that asks others.</param>
internal sealed class CredentialObject(CredentialContext context)
{
    private static readonly string[] NestedNames = ["Credentials", "RoleCredentials"];
    private static readonly string[] AccessKeyNames = ["AccessKeyId", "AccessKey"];
    private static readonly string[] SecretKeyNames = ["SecretAccessKey", "SecretKey"];
    private static readonly string[] SessionTokenNames = ["SessionToken", "Token"];

    /// <summary>Reads the credential.</summary>
    /// <param name="value">The object.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <exception cref="CredentialUnavailableException">The object has no credential, or half of one.</exception>
    /// <exception cref="Findings.InvalidInputException">Its access key, secret or token cannot be right.</exception>
    public AwsCredential Read(object value, string source) => Read(value, source, followNested: true);

    private AwsCredential Read(object value, string source, bool followNested)
    {
        object inner = Unwrapped.Of(value);
        if (inner is PSCredential credential)
        {
            return SecureText.Use(credential.Password, secret => new AwsCredential(credential.UserName, secret));
        }

        if (TextOf(inner) is { } text)
        {
            return Read(JsonDictionary.TryParse(text) ?? throw CredentialObjectErrors.TextGiven(source), source, followNested);
        }

        try
        {
            if (ForeignCredential.InnerOfSession(inner) is { } session)
            {
                return Read(session, source, followNested: false);
            }

            // What STS returns is an AWSCredentials that has its keys as properties too, and its end.
            return ForeignCredential.IsCredential(inner) && Find(value, AccessKeyNames) is null
                ? ForeignCredential.Read(inner, source, context)
                : ReadMembers(value, inner, source, followNested);
        }
        catch (Exception e) when (e is GetValueException or TargetInvocationException)
        {
            throw CredentialObjectErrors.Unavailable(source, inner.GetType(), "one of its properties fails.");
        }
    }

    private AwsCredential ReadMembers(object value, object inner, string source, bool followNested)
    {
        if (followNested && Find(value, AccessKeyNames) is null && Find(value, NestedNames) is { } nested)
        {
            return Read(nested, source, followNested: false);
        }

        object? accessKey = Find(value, AccessKeyNames);
        object? secretKey = Find(value, SecretKeyNames);
        if (accessKey is null && secretKey is null)
        {
            throw CredentialObjectErrors.ObjectInvalid(source, inner.GetType().FullName ?? inner.GetType().Name);
        }

        const string Remedy = "Give both AccessKeyId and SecretAccessKey.";
        string id = Plain(accessKey, "AccessKeyId", source) ?? throw CredentialErrors.Incomplete(source, "AccessKeyId", Remedy);
        string? token = Plain(Find(value, SessionTokenNames), "SessionToken", source);
        DateTimeOffset? expiration = Moment(Member(value, "Expiration"));
        return secretKey switch
        {
            null => throw CredentialErrors.Incomplete(source, "SecretAccessKey", Remedy),
            SecureString secure => SecureText.Use(secure, secret => new AwsCredential(id, secret, token, expiration)),
            _ => new AwsCredential(id, Plain(secretKey, "SecretAccessKey", source) ?? string.Empty, token, expiration),
        };
    }

    // What a program prints is an array of its lines.
    private static string? TextOf(object value)
    {
        if (value is not object[] { Length: > 0 } lines)
        {
            return value as string;
        }

        StringBuilder text = new();
        foreach (object? line in lines)
        {
            if (Unwrapped.Of(line) is not string characters)
            {
                return null;
            }

            _ = text.Append(characters).Append('\n');
        }

        return text.ToString();
    }

    private static object? Find(object value, string[] names)
    {
        foreach (string name in names)
        {
            if (Member(value, name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static object? Member(object value, string name)
    {
        object? member = Unwrapped.Of(value) is IDictionary dictionary
            ? Entry(dictionary, name)
            : PSObject.AsPSObject(value).Properties[name]?.Value;
        return member is PSObject inner ? inner.BaseObject is PSCustomObject ? inner : inner.BaseObject : member;
    }

    private static object? Entry(IDictionary dictionary, string name)
    {
        // Not every dictionary ignores case, as a hashtable literal does.
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is string key && string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Value;
            }
        }

        return null;
    }

    // The name of another object's type would sign as well as a secret does.
    private static string? Plain(object? value, string name, string source) => value switch
    {
        null => null,
        string text => text,
        SecureString secure => SecureText.Use(secure, static text => text.ToString()),
        _ => throw CredentialErrors.Incomplete(source, name + " that is text", $"Give {name} as a string or a SecureString."),
    };

    private static DateTimeOffset? Moment(object? value) => value switch
    {
        DateTimeOffset moment => moment,
        long milliseconds => FromEpoch(milliseconds),
        string digits when long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) => FromEpoch(milliseconds),
        DateTime { Year: > 1 and < 9999 } time => new DateTimeOffset(time),
        string text when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) => moment,
        _ => null,
    };

    // IAM Identity Center counts milliseconds since 1970.
    private static DateTimeOffset? FromEpoch(long milliseconds) =>
        milliseconds is > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
