using AwsSignTools.Host.CommandLine;
using Xunit;

namespace AwsSignTools.Host.Tests.CommandLine;

public class CommandLineParserTests
{
    [Fact]
    public void What_follows_the_command_switch_is_script()
    {
        HostOptions options = CommandLineParser.Parse(["-noni", "-c", "a", "-File", "-noni"]);

        Assert.Equal("a -File -noni", options.Command);
        Assert.True(options.NonInteractive);
    }

    [Theory]
    [InlineData("-c")]
    [InlineData("-COMMAND")]
    [InlineData("--comm")]
    [InlineData("/Command")]
    public void The_switch_can_be_written_as_for_pwsh(string name)
    {
        Assert.Equal("1", CommandLineParser.Parse([name, "1"]).Command);
    }

    [Fact]
    public void No_arguments_are_a_session()
    {
        Assert.Equal("Session", CommandLineParser.Parse([]).Mode.ToString());
        Assert.True(CommandLineParser.Parse(["-NonInteractive", "-NoLogo"]).NonInteractive);
    }

    [Fact]
    public void What_follows_the_script_is_its_own()
    {
        HostOptions options = CommandLineParser.Parse(["-nop", "-File", "a.ps1", "-Help", "-c"]);

        Assert.Equal("a.ps1", options.File);
        Assert.Equal(["-Help", "-c"], options.FileArguments);
        Assert.False(options.NonInteractive);
    }

    [Theory]
    [InlineData("/tmp/script.ps1")]
    [InlineData("script.ps1")]
    public void A_path_needs_no_switch(string path)
    {
        Assert.Equal(path, CommandLineParser.Parse([path, "x"]).File);
    }

    [Theory]
    [InlineData("-n")]
    [InlineData("-no")]
    [InlineData("-commands")]
    [InlineData("-")]
    public void An_ambiguous_or_unknown_switch_is_refused(string name)
    {
        _ = Assert.Throws<CommandLineException>(() => CommandLineParser.Parse([name]));
    }
}
