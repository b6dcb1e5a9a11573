using System.Reflection;
using System.Runtime.Versioning;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

public class LoadedBuildTests
{
    // Each test project must test its own build of Core; a wrong reference would test one build twice and say nothing.
    [Fact]
    public void This_project_tests_the_build_of_Core_that_its_name_says()
    {
        string expected = typeof(LoadedBuildTests).Assembly.GetName().Name switch
        {
            "AwsSignTools.Core.Tests" => ".NETCoreApp,Version=v8.0",
            "AwsSignTools.Core.Tests.NetStandard" => ".NETStandard,Version=v2.0",
            var other => "no build is known for " + other,
        };

        Assert.Equal(expected, typeof(AwsCredential).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);
    }
}
