using Xunit;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>A theory that is skipped on Windows; see <see cref="UnixFactAttribute"/>.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    /// <summary>Finds out whether this is Windows.</summary>
    public UnixTheoryAttribute() => Skip = UnixFactAttribute.WhySkipped;
}
