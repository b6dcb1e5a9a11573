using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Parallel;

/// <summary>New-IvsPlaybackToken -ThrottleLimit: many threads, one order.</summary>
public sealed class ThrottledTokenTests : IDisposable
{
    private const string Viewers = "param($key, $limit) 1..300 | ForEach-Object { [pscustomobject]@{ ChannelArn = '" + Sample.IvsChannelArn
        + "'; ViewerId = $(if ($_ % 100 -eq 7) { 'x' * 41 } else { \"viewer-$_\" }) } } | New-IvsPlaybackToken -PrivateKey $key -ThrottleLimit $limit";

    private readonly PowerShellSession _session = new();
    private readonly TestKey _key = new();

    public void Dispose()
    {
        _session.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void The_order_is_kept_each_token_is_right_and_a_bad_record_is_an_error_of_its_own(int limit)
    {
        ScriptResult result = _session.Run(Viewers, _key.Pem, limit);

        Assert.Equal(
            Enumerable.Range(1, 300).Where(i => i % 100 != 7).Select(i => $"viewer-{i}"), result.Output.Select(t => new OutputObject(t).Text("ViewerId")));
        Assert.Equal(["IvsViewerIdInvalid", "IvsViewerIdInvalid", "IvsViewerIdInvalid"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Null(result.Terminating);
        Assert.All(result.Output, token => Assert.True(IsRight(token.ToString())));
    }

    [Fact]
    public void Errors_stand_between_the_tokens_of_their_neighbours()
    {
        IReadOnlyList<PSObject> output = _session.Run(Viewers + " 2>&1", _key.Pem, 4).Output;

        Assert.Equal([6, 106, 206], Enumerable.Range(0, output.Count).Where(i => output[i].BaseObject is ErrorRecord));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_first_token_comes_after_as_many_inputs_as_there_are_threads(int limit)
    {
        // What stands behind the cmdlet notes how many inputs there were when its first came.
        PSObject inputs = _session.Single(
            "param($key, $limit) $n = @{ n = 0 }; 1..50 | ForEach-Object { $n.n++; '" + Sample.IvsChannelArn
            + "' } | New-IvsPlaybackToken -PrivateKey $key -ThrottleLimit $limit | ForEach-Object { if (-not $first) { $first = $n.n } }; $first",
            _key.Pem,
            limit);

        Assert.InRange((int)inputs.BaseObject, 1, limit);
    }

    [Fact]
    public void A_key_of_the_callers_own_is_copied_and_left_as_it_is()
    {
        IReadOnlyList<PSObject> output = _session.Output(Viewers.Replace("x' * 41", "x' * 40"), _key.Key, 3);

        Assert.Equal(300, output.Count);
        Assert.All(output, token => Assert.True(IsRight(token.ToString())));
        Assert.Equal(48, _key.Key.ExportParameters(includePrivateParameters: true).D!.Length);
    }

    [Fact]
    public void A_key_that_does_not_let_itself_be_copied_signs_alone()
    {
        using KeptKey kept = new(_key.Key);
        ScriptResult result = _session.Run(Viewers.Replace("x' * 41", "x' * 40") + " -Verbose", kept, 3).WithoutErrors();

        Assert.Equal(300, result.Output.Count);
        Assert.All(result.Output, token => Assert.True(IsRight(token.ToString())));
        Assert.Contains(result.Verbose, v => v.Contains("cannot be copied for each thread", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_without_its_private_part_ends_the_pipeline()
    {
        using ECDsa half = ECDsa.Create(_key.Key.ExportParameters(includePrivateParameters: false));
        ScriptResult result = _session.Run(Viewers, half, 3);

        Assert.Empty(result.Output);
        Assert.Equal("PrivateKeyUnusable", result.Error.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public async Task It_is_stopped_at_once()
    {
        using System.Threading.ManualResetEventSlim begun = new();
        using PowerShellSession session = new();
        _ = session.Output("param($e, $key) $global:begun = $e; $global:key = $key", begun, _key.Pem);

        (PSInvocationState state, _, _, TimeSpan took) = await session.RunAndStop(
            "& { for ($i = 0; $true; $i++) { if ($i -eq 20) { $begun.Set() }; '" + Sample.IvsChannelArn + "' } } | New-IvsPlaybackToken -PrivateKey $key -ThrottleLimit 4",
            begun.Wait);

        Assert.Equal(PSInvocationState.Stopped, state);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private bool IsRight(string token)
    {
        int dot = token.LastIndexOf('.');
        string signature = token[(dot + 1)..].Replace('-', '+').Replace('_', '/');
        return _key.Key.VerifyData(System.Text.Encoding.ASCII.GetBytes(token[..dot]), Convert.FromBase64String(signature), HashAlgorithmName.SHA384);
    }

    /// <summary>A key that signs and does not let itself be exported, as one in a store or in hardware.</summary>
    private sealed class KeptKey(ECDsa key) : ECDsa
    {
        public override byte[] SignHash(byte[] hash) => key.SignHash(hash);

        public override bool VerifyHash(byte[] hash, byte[] signature) => key.VerifyHash(hash, signature);

        public override ECParameters ExportParameters(bool includePrivateParameters) => includePrivateParameters
            ? throw new CryptographicException("The key stays where it is.")
            : key.ExportParameters(includePrivateParameters: false);

        protected override byte[] HashData(byte[] data, int offset, int count, HashAlgorithmName hashAlgorithm) => SHA384.HashData(data.AsSpan(offset, count));
    }
}
