using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Management.Automation;
using System.Text;
using Amazon.Runtime.EventStreams;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>What ConvertTo-EventStreamFrame takes beside bytes and text, how it cuts what is long, and where it has the seed from.</summary>
public sealed class ConvertToEventStreamFrameInputTests : IDisposable
{
    private const string Signing = Sample.Keys + " -Region us-east-1 -Service transcribe -PriorSignature " + Sample.Seed;
    private const string Messages = "('one', 'two' | ConvertTo-EventStreamFrame -EventType E -ContentType text/plain -Header @{ n = 1 } | ConvertFrom-EventStreamFrame)";

    private readonly PowerShellSession _session = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Files_and_single_bytes_are_cut_at_8_KiB_by_default_and_arrays_are_not()
    {
        string path = _folder.Write("audio.raw", new byte[20_000]);

        Assert.Equal([8192, 8192, 3616], Lengths("param($path) ConvertTo-EventStreamFrame -Path $path", path));
        Assert.Equal([8192, 8192, 3616], Lengths("param($path) [System.IO.FileInfo]$path | ConvertTo-EventStreamFrame", path));
        Assert.Equal([8192, 8], Lengths("[byte[]]::new(8200) | ConvertTo-EventStreamFrame"));
        Assert.Equal([20_000], Lengths(", [byte[]]::new(20000) | ConvertTo-EventStreamFrame"));
        Assert.Equal([20_000], Lengths("'x' * 20000 | ConvertTo-EventStreamFrame"));
    }

    [Fact]
    public void An_array_over_the_limit_is_split_and_one_at_the_limit_is_not()
    {
        const int Limit = 25_165_824;
        byte[] bytes = new byte[Limit + 1];
        bytes[Limit - 1] = 1;
        bytes[Limit] = 2;

        PSObject[] frames = [.. _session.Output("param($bytes) , $bytes | ConvertTo-EventStreamFrame", bytes)];

        Assert.Equal([Limit + 16, 17], frames.Select(f => f.Properties["Length"].Value));
        byte[] first = (byte[])frames[0].Properties["Bytes"].Value;
        byte[] second = (byte[])frames[1].Properties["Bytes"].Value;
        Assert.Equal((1, 2), (first[12 + Limit - 1], second[12]));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("-KeepMilliseconds", 678)]
    public void The_date_keeps_its_milliseconds_where_it_is_told_to(string parameters, int milliseconds)
    {
        PSObject frame = _session.Single($"'x' | ConvertTo-EventStreamFrame {Signing} -SigningTime 2026-01-02T03:04:05.678Z {parameters}");

        DateTimeOffset expected = new(2026, 1, 2, 3, 4, 5, milliseconds, TimeSpan.Zero);
        byte[] bytes = (byte[])frame.Properties["Bytes"].Value;
        Assert.Equal(expected, new DateTimeOffset(EventChain.Decode(bytes).Headers[":date"].AsTimestamp().ToUniversalTime()));
        Assert.Equal(expected, new OutputObject(frame).Moment("Date"));
        Assert.Equal([(byte)'x'], new EventChain(Sample.SecretKey, "us-east-1", "transcribe", Sample.Seed).Next(bytes));
    }

    [Fact]
    public void Messages_are_framed_with_their_own_headers()
    {
        byte[] expected = Bytes("'one', 'two' | ConvertTo-EventStreamFrame -EventType E -ContentType text/plain -Header @{ n = 1 }");

        Assert.Equal(expected, Bytes(Messages + " | ConvertTo-EventStreamFrame"));
        Assert.Equal(expected, Bytes("ConvertTo-EventStreamFrame " + Messages));
        Assert.Equal(expected, Bytes(Messages + " | ForEach-Object { [psobject]::AsPSObject($_) } | ConvertTo-EventStreamFrame"));
    }

    [Fact]
    public void Headers_that_are_given_stand_in_the_place_of_a_messages_own_or_behind_them()
    {
        PSObject message = _session.Output(Messages + " | ConvertTo-EventStreamFrame -EventType F -Header ([ordered]@{ z = 'new'; n = [long]2 }) | ConvertFrom-EventStreamFrame")[0];

        OrderedDictionary headers = (OrderedDictionary)message.Properties["Headers"].Value;
        Assert.Equal([":content-type", ":event-type", ":message-type", "n", "z"], headers.Keys.Cast<string>());
        Assert.Equal(["text/plain", "F", "event", 2L, "new"], headers.Values.Cast<object>());
    }

    [Fact]
    public void A_messages_headers_may_be_changed()
    {
        PSObject message = _session.Single(
            "$message = " + Messages + "[0]; $message.Headers['n'] = [psobject]::AsPSObject('changed'); $message.Headers.Remove(':event-type');"
            + " $message.Headers['t'] = [pscustomobject]@{ Type = 'timestamp'; Value = 1500 }; $message | ConvertTo-EventStreamFrame | ConvertFrom-EventStreamFrame");

        OrderedDictionary headers = (OrderedDictionary)message.Properties["Headers"].Value;
        Assert.Equal([":content-type", ":message-type", "n", "t"], headers.Keys.Cast<string>());
        Assert.Equal("changed", headers["n"]);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1500), headers["t"]);
    }

    [Theory]
    [InlineData("$message.Headers['n'] = 1.5", "EventStreamValueTypeInvalid")]
    [InlineData("$message.Headers['n'] = $null", "EventStreamValueTypeInvalid")]
    [InlineData("$message.Headers.Add(1, 'x')", "EventStreamHeaderNameInvalid")]
    [InlineData("$message.Headers.Add('', 'x')", "EventStreamHeaderNameInvalid")]
    public void A_message_whose_headers_became_none_is_one_error(string change, string id)
    {
        ScriptResult result = _session.Run("$messages = " + Messages + "; $message = $messages[0]; " + change + "; $messages | ConvertTo-EventStreamFrame");

        Assert.Null(result.Terminating);
        Assert.Single(result.Output);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(id + ",AwsSignTools.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_are_signed_anew_and_the_end_of_their_stream_is_left_out()
    {
        ScriptResult result = _session.Run(
            $"'one', 'two' | ConvertTo-EventStreamFrame -EventType E {Signing} -EndOfStream | ConvertFrom-EventStreamFrame"
            + $" | ConvertTo-EventStreamFrame {Signing.Replace(Sample.Seed, new string('a', 64), StringComparison.Ordinal)} -EndOfStream -Verbose").WithoutErrors();

        EventChain chain = new(Sample.SecretKey, "us-east-1", "transcribe", new string('a', 64));
        byte[][] payloads = [.. result.Output.Select(f => chain.Next((byte[])f.Properties["Bytes"].Value))];
        Assert.Equal(3, payloads.Length);
        Assert.Equal(["one", "two"], payloads[..2].Select(p => Encoding.UTF8.GetString(EventChain.Decode(p).Payload)));
        Assert.Empty(payloads[2]);
        Assert.Contains("-EndOfStream", Assert.Single(result.Verbose), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_new_end_the_old_one_is_left_out_too()
    {
        IReadOnlyList<PSObject> frames = _session.Output(
            $"'one' | ConvertTo-EventStreamFrame -EventType E {Signing} -EndOfStream | ConvertFrom-EventStreamFrame | ConvertTo-EventStreamFrame");

        EventStreamMessage message = EventChain.Decode((byte[])Assert.Single(frames).Properties["Bytes"].Value);
        Assert.Equal("E", message.Headers[":event-type"].AsString());
    }

    [Theory]
    [InlineData("$request | ConvertTo-EventStreamFrame -Path $path", 1)]
    [InlineData("$request | ConvertTo-EventStreamFrame 'input'", 1)]
    [InlineData("$request | ConvertTo-EventStreamFrame -InputObject 'in', 'put'", 2)]
    [InlineData("& { $request; 'in'; 'put' } | ConvertTo-EventStreamFrame", 2)]
    [InlineData("$request | ConvertTo-EventStreamFrame", 0)]
    [InlineData("[pscustomobject]@{ Signature = $request.Signature; Service = 'transcribe'; Region = 'us-east-1' } | ConvertTo-EventStreamFrame -Path $path", 1)]
    [InlineData("[pscustomobject]@{ SeedSignature = $request.Signature; Service = 'transcribe'; RegionToCall = 'us-east-1' } | ConvertTo-EventStreamFrame 'input'", 1)]
    [InlineData("'input' | ConvertTo-EventStreamFrame -PriorSignature $request -Service transcribe -Region us-east-1", 1)]
    public void The_request_that_begins_the_stream_pipes_on(string script, int inputs)
    {
        string path = _folder.Write("audio.raw", "input"u8.ToArray());
        PSObject request = _session.Single($"New-AwsSignedRequest https://transcribestreaming.us-east-1.amazonaws.com/stream-transcription -Service transcribe -EventStream {Sample.Keys}");

        IReadOnlyList<PSObject> frames = _session.Output($"param($request, $path) {script} {Sample.Keys} -EndOfStream", request, path);

        Assert.Equal(inputs + 1, frames.Count);
        EventChain chain = new(Sample.SecretKey, "us-east-1", "transcribe", new OutputObject(request).Text("Signature"));
        byte[][] payloads = [.. frames.Select(f => chain.Next((byte[])f.Properties["Bytes"].Value))];
        Assert.Equal(inputs == 0 ? string.Empty : "input", Encoding.UTF8.GetString([.. payloads.SelectMany(p => p)]));
        Assert.Empty(payloads[^1]);
    }

    [Fact]
    public void A_request_later_in_the_pipeline_or_beside_another_seed_is_no_input()
    {
        const string Request = "(New-AwsSignedRequest https://transcribestreaming.us-east-1.amazonaws.com/stream-transcription -Service transcribe -EventStream " + Sample.Keys + ")";

        Assert.All(
            ["& { 'a'; " + Request + " } | ConvertTo-EventStreamFrame " + Signing, Request + " | ConvertTo-EventStreamFrame " + Signing, "ConvertTo-EventStreamFrame " + Request],
            script => Assert.StartsWith("EventStreamInputInvalid,", Assert.Single(_session.Run(script).Errors).FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    private int[] Lengths(string script, params object?[] arguments) =>
        [.. _session.Output(script, arguments).Select(f => EventChain.Decode((byte[])f.Properties["Bytes"].Value).Payload.Length)];

    private byte[] Bytes(string script) => [.. _session.Output(script).SelectMany(f => (byte[])f.Properties["Bytes"].Value)];
}
