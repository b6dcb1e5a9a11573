using System;
using System.IO;
using System.Threading.Tasks;
using AwsSignTools.Host.Tests.Running;
using Xunit;

namespace AwsSignTools.Host.Tests;

/// <summary><c>-File</c>: arguments, <c>$PSScriptRoot</c> and the exit code.</summary>
public sealed class FileTests : IDisposable
{
    private const string ShowParameters = """
        param([string]$Name, [int]$Count = 1, [switch]$Loud, [Parameter(ValueFromRemainingArguments)] $Rest)
        "$Name|$Count|$Loud|$Rest"
        """;

    private static readonly string NewLine = Environment.NewLine;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("|1|False|")]
    [InlineData("a b|2|False|x y", "a b", "2", "x", "y")]
    [InlineData("a|3|True|", "-Name", "a", "-Loud", "-Count", "3")]
    [InlineData("a|3|False|", "-Name:a", "-Count:3", "-Loud:$false")]
    [InlineData("-a|1|True|", "-Name:", "-a", "-Loud:true")]
    public async Task Arguments_bind_as_in_pwsh(string expected, params string[] arguments)
    {
        string script = _folder.Write("show.ps1", ShowParameters);

        HostResult result = await HostProcess.Run(["-File", script, .. arguments]);

        Assert.Equal(new HostResult(expected + NewLine, string.Empty, 0), result);
    }

    [Fact]
    public async Task The_switch_can_be_left_out()
    {
        string script = _folder.Write("show.ps1", ShowParameters);

        HostResult result = await HostProcess.Run(script, "a");

        Assert.Equal("a|1|False|" + NewLine, result.Output);
    }

    [Fact]
    public async Task The_script_knows_where_it_is()
    {
        string script = _folder.Write("where.ps1", "$PSScriptRoot; $MyInvocation.MyCommand.Path; $MyInvocation.MyCommand.Name");

        HostResult result = await HostProcess.Run("-f", script);

        Assert.Equal(string.Join(NewLine, _folder.Path, script, "where.ps1", string.Empty), result.Output);
    }

    [Fact]
    public async Task A_script_of_another_name_runs_as_well()
    {
        string script = _folder.Write("sign", "#!/usr/bin/env awssigntools\n\"<$args>\"");

        HostResult result = await HostProcess.Run("-File", script, "a", "b");

        Assert.Equal(new HostResult("<a b>" + NewLine, string.Empty, 0), result);
    }

    [Theory]
    [InlineData("exit 5", 5)]
    [InlineData("'a'; exit 0", 0)]
    [InlineData("throw 'x'", 1)]
    [InlineData("dotnet nothing-of-this-name *> $null; Get-Nothing", 0)]
    [InlineData("dotnet nothing-of-this-name *> $null; exit 4", 4)]
    [InlineData("& ([System.IO.Path]::Combine($PSScriptRoot, 'inner.ps1')); \"code $LASTEXITCODE\"", 0)]
    public async Task The_exit_code_is_that_of_pwsh(string text, int expected)
    {
        _ = _folder.Write("inner.ps1", "exit 9");
        string script = _folder.Write("outer.ps1", text);

        HostResult result = await HostProcess.Run("-File", script);

        Assert.Equal(expected, result.ExitCode);
    }

    [Fact]
    public async Task An_error_shows_the_line_of_the_script()
    {
        string script = _folder.Write("bad.ps1", "$null = 1\nthrow 'the reason'");

        HostResult result = await HostProcess.Run("-File", script);

        Assert.Empty(result.Output);
        Assert.Contains($"{script}:2", result.Error, StringComparison.Ordinal);
        Assert.Contains("throw 'the reason'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        string script = Path.Combine(_folder.Path, "missing.ps1");

        HostResult result = await HostProcess.Run("-File", script);

        Assert.Equal(64, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains($"'{script}' does not exist", result.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
