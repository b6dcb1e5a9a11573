using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>A theory about one build: net8.0 has a load context of its own for the SDK, netstandard2.0 has not.</summary>
internal sealed class BuildTheoryAttribute : TheoryAttribute
{
    /// <param name="build">The build's target framework.</param>
    public BuildTheoryAttribute(string build)
    {
        Build = build;
        if (StagedModule.Build != build)
        {
            Skip = $"This is about the {build} build.";
        }
    }

    /// <summary>The build's target framework.</summary>
    public string Build { get; }
}
