using System;
using System.Globalization;
using System.Linq;
using AwsSignTools.Credentials;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>
/// Asserts of failed searches for a credential: the id, the severity, the words, and that nothing secret is in them. Every secret of
/// these tests has the word <c>canary</c> in it.
/// </summary>
internal static class Unavailable
{
    public const string Canary = "canary";

    public static Finding As(string id, Action act)
    {
        CredentialUnavailableException exception = Assert.Throws<CredentialUnavailableException>(act);
        Finding finding = exception.Finding;
        Assert.Equal(id, finding.Id);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Found.CheckWords(finding);
        Assert.Equal($"{finding.Message} {finding.Remedy}", exception.Message);
        CheckNothingSecret(exception);
        return finding;
    }

    public static Finding As(string id, Func<object?> make) => As(id, () => { _ = make(); });

    public static Finding As(string id, object? target, Func<object?> make)
    {
        Finding finding = As(id, make);
        Assert.Equal(target, finding.Target);
        return finding;
    }

    public static void CheckNothingSecret(Exception exception)
    {
        string shown = string.Create(
            CultureInfo.InvariantCulture,
            $"{exception}|{(exception as CredentialUnavailableException)?.Finding}|{(exception as CredentialUnavailableException)?.Finding.Target}|{string.Join('|', exception.Data.Values.Cast<object>())}");
        Assert.DoesNotContain(Canary, shown, StringComparison.OrdinalIgnoreCase);
    }
}
