using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>A credential_process leaves no descriptor behind, whatever it does.</summary>
[Collection(DescriptorTests.Name)]
public sealed class CredentialProcessDescriptorTests : IDisposable
{
    private const int Calls = 40;

    // What the runtime opens for itself meanwhile.
    private const int Tolerance = 5;

    private readonly Surroundings _machine = new();

    public void Dispose() => _machine.Dispose();

    [UnixTheory]
    [InlineData("cat '{0}'", true)]
    [InlineData("exit 3", false)]
    [InlineData("no-such-program", false)]
    [InlineData("sleep 30 & echo $! >> '{1}'; cat '{0}'", true)]
    public void No_call_leaves_a_descriptor(string commandLine, bool isRight)
    {
        string left = Path.Combine(_machine.Home, "left");
        string command = string.Format(
            CultureInfo.InvariantCulture,
            commandLine,
            _machine.Write("output", """{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret"}"""),
            left);
        Call();
        int before = DescriptorTests.Count();

        for (int i = 0; i < Calls; i++)
        {
            Call();
        }

        Assert.InRange(DescriptorTests.Count(), 0, before + Tolerance);
        foreach (string id in File.Exists(left) ? File.ReadAllLines(left) : [])
        {
            using Process process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            process.Kill();
        }

        void Call()
        {
            if (isRight)
            {
                _ = CredentialProcess.Run(command, "The profile 'dev'", _machine.Context);
            }
            else
            {
                _ = Unavailable.As("CredentialProcessFailed", () => CredentialProcess.Run(command, "The profile 'dev'", _machine.Context));
            }
        }
    }
}
