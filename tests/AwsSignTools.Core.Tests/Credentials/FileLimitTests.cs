using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>Each file that the settings name is read to a length and within the time limit: as a device without an end, and as a pipe without a writer.</summary>
public sealed class FileLimitTests : IDisposable
{
    private readonly Surroundings _machine = new() { TimeLimit = TimeSpan.FromSeconds(1) };
    private readonly UnixPipe _pipe = new();

    public static TheoryData<string, string> Files => new()
    {
        { "AWS_SHARED_CREDENTIALS_FILE", "ProfileFileUnreadable" },
        { "AWS_CONFIG_FILE", "ProfileFileUnreadable" },
        { "AWS_WEB_IDENTITY_TOKEN_FILE", "WebIdentityTokenUnreadable" },
        { "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "CredentialServiceRefused" },
        { "RegisteredAccounts.json", "ProfileFileUnreadable" },
    };

    public void Dispose()
    {
        _machine.Dispose();
        _pipe.Dispose();
    }

    [UnixTheory]
    [MemberData(nameof(Files))]
    public void A_device_without_an_end_is_refused_by_its_length(string file, string id)
    {
        _machine.TimeLimit = TimeSpan.FromMinutes(2);
        Name(file, "/dev/zero");

        Finding finding = Guarded.Run(() => Unavailable.As(id, Find));

        Assert.Matches("larger than [0-9]+ bytes|too large for a token", finding.Message);
    }

    [UnixTheory]
    [MemberData(nameof(Files))]
    public void A_pipe_without_a_writer_ends_with_the_time_limit(string file, string id)
    {
        Name(file, _pipe.FilePath);

        Finding finding = Guarded.Run(() => Unavailable.As(id, Find));

        Assert.Matches("within (1|0[.]9) s", finding.Message);
    }

    [UnixTheory]
    [MemberData(nameof(Files))]
    public void A_pipe_without_a_writer_ends_when_the_user_stops(string file, string id)
    {
        Name(file, _pipe.FilePath);
        Assert.NotEmpty(id);
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));
        _machine.TimeLimit = TimeSpan.FromMinutes(2);
        _machine.Cancellation = stop.Token;

        _ = Guarded.Run(() => Assert.ThrowsAny<OperationCanceledException>(Find));
    }

    [UnixTheory]
    [InlineData("/dev/zero")]
    [InlineData(null)]
    public void A_login_that_is_no_file_is_none(string? target)
    {
        string file = Path.Combine(_machine.Home, "login.json");
        _ = File.CreateSymbolicLink(file, target ?? _pipe.FilePath);

        Assert.Null(Guarded.Run(() => SsoLogin.Read(file, _machine.Context.ReadLimit)));
    }

    private ResolvedCredential Find()
    {
        CredentialContext context = _machine.Context;
        return new CredentialChain(new CredentialContext
        {
            Environment = context.Environment,
            TimeLimit = context.TimeLimit,
            Cancellation = context.Cancellation,
            Services = new AwsCredentialServices(context.Variable, context.Now),
        }).FromDefaultChain();
    }

    private void Name(string file, string path)
    {
        Dictionary<string, string?> variables = _machine.Variables;
        variables["AWS_EC2_METADATA_DISABLED"] = "true";
        variables[file] = path;
        switch (file)
        {
            case "AWS_WEB_IDENTITY_TOKEN_FILE":
                variables["AWS_ROLE_ARN"] = _machine.Role;
                break;
            case "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE":
                variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1/";
                break;
            case "RegisteredAccounts.json":
                variables["AWS_PROFILE"] = "dev";
                variables["LOCALAPPDATA"] = _machine.Home;
                _ = Directory.CreateDirectory(Path.Combine(_machine.Home, "AWSToolkit"));
                _ = File.CreateSymbolicLink(Path.Combine(_machine.Home, "AWSToolkit", file), path);
                break;
            default:
                break;
        }
    }
}
