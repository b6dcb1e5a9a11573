using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>A theory about load contexts, which the netstandard2.0 build has not.</summary>
internal sealed class LoadContextTheoryAttribute : TheoryAttribute
{
    public LoadContextTheoryAttribute()
    {
        if (StagedModule.Build != "net8.0")
        {
            Skip = "The netstandard2.0 build loads the SDK into the one context that Windows PowerShell has.";
        }
    }
}
