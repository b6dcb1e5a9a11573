using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Pipes;

/// <summary>Ctrl+C ends a cmdlet that reads a pipe to which nobody writes, or a device without an end.</summary>
public sealed class StoppedReadTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TestMachine _machine = new();

    public static TheoryData<string> Reads =>
    [
        "New-IvsPlaybackToken -ChannelArn arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh -PrivateKeyPath '{0}'",
        "Test-IvsPlaybackToken -Token x -PublicKey '{0}'",
        "ConvertFrom-EventStreamFrame -Path '{0}'",
        "ConvertTo-EventStreamFrame -Path '{0}'",
        "New-AwsSignedRequest https://sts.amazonaws.com -Service sts -Region us-east-1 -AccessKey AKIDEXAMPLE -SecretKey secret -InFile '{0}'",
        "$env:AWS_WEB_IDENTITY_TOKEN_FILE = '{0}'; $env:AWS_ROLE_ARN = 'arn:aws:iam::111122223333:role/r'; New-AwsSignedUrl https://sts.us-east-1.amazonaws.com",
        "New-AwsSignedUrl https://sts.us-east-1.amazonaws.com -ProfileName dev -ProfileLocation '{0}'",
    ];

    public void Dispose() => _machine.Dispose();

    [UnixTheory]
    [MemberData(nameof(Reads))]
    public async Task A_pipe_that_nobody_writes_to(string script)
    {
        _ = _machine.Set("AWS_WEB_IDENTITY_TOKEN_FILE", null).Set("AWS_ROLE_ARN", null);
        using NamedPipe pipe = new();

        await CheckStopped(script.Replace("{0}", pipe.Path, StringComparison.Ordinal));
    }

    [UnixTheory]
    [InlineData("New-AwsSignedRequest https://sts.amazonaws.com -Service sts -Region us-east-1 -AccessKey AKIDEXAMPLE -SecretKey secret -InFile /dev/zero")]
    [InlineData("$null = ConvertTo-EventStreamFrame -Path /dev/zero")]
    public async Task A_device_without_an_end(string script) => await CheckStopped(script);

    private async Task CheckStopped(string script)
    {
        (PSInvocationState state, _, IReadOnlyList<ErrorRecord> errors, _) =
            await Task.Run(() => _machine.Session.RunAndStop(script, static () => Thread.Sleep(1500))).WaitAsync(Patience);

        Assert.Empty(errors);
        Assert.Equal(PSInvocationState.Stopped, state);
    }
}
