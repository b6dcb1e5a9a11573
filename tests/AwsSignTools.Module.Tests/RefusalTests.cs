using System;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests;

/// <summary>What every refusal says. Pester tests those of each cmdlet.</summary>
internal static class RefusalTests
{
    /// <summary>Fails unless the error has the id, the category and the target, and says what to do without showing a secret.</summary>
    public static void AssertSays(ErrorRecord error, string id, string category, string? target)
    {
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.StartsWith("AwsSignTools.Commands.", error.FullyQualifiedErrorId.Split(',')[1], StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category.ToString());
        if (target is not null)
        {
            Assert.Equal(target, error.TargetObject?.ToString());
        }

        Assert.EndsWith(".", error.ErrorDetails.Message.TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction.Replace(".pem", ".", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.SecretKey, error.ToString() + error.Exception, StringComparison.Ordinal);
    }
}
