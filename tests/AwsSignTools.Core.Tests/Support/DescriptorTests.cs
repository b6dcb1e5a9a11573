using System.IO;
using Xunit;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>Tests that count the open descriptors of the process: these run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DescriptorTests
{
    public const string Name = "Descriptors";

    /// <summary>How many descriptors are open; 0 on a platform that does not list them.</summary>
    public static int Count() => Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0;
}
