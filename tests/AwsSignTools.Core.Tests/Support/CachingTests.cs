using Xunit;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>
/// Tests of what the credential cache keeps. It is one for the process, and any test may fill it until it forgets all: these run alone.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CachingTests
{
    public const string Name = "Credential cache";
}
