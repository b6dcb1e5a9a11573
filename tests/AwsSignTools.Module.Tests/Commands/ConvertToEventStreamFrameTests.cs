using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using Amazon.Runtime.EventStreams;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>ConvertTo-EventStreamFrame as its users call it; frames are read back by AWSSDK.Core.</summary>
public sealed class ConvertToEventStreamFrameTests : IDisposable
{
    // aws-c-auth, test_event_signing.c: key "access", secret "secret", us-east-1, service "demo".
    private const string DemoSigning = "-AccessKey access -SecretKey secret -Region us-east-1 -Service demo";

    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Published_frames_come_out()
    {
        // smithy-typescript, eventstream-codec.
        Assert.Equal("000000100000000005c248eb7d98c8ff", Hex(_session.Single("'' | ConvertTo-EventStreamFrame")));
        Assert.Equal("0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936", Hex(_session.Single("\"{'foo':'bar'}\" | ConvertTo-EventStreamFrame")));
        Assert.Equal(
            "0000002d0000001041c424b80a6576656e742d74797065040000a00c7b27666f6f273a27626172277d36f480a0",
            Hex(_session.Single("ConvertTo-EventStreamFrame \"{'foo':'bar'}\" -Header @{ 'event-type' = 40972 }")));
    }

    [Fact]
    public void The_published_chain_comes_out()
    {
        // aws-c-auth signs A, B, C and an empty payload a second apart.
        string[] signatures = [.. _session.Output(
            "$prior = '" + Sample.Seed + "'; $second = 1;"
            + "foreach ($text in 'A', 'B', 'C') {"
            + " $frame = $text | ConvertTo-EventStreamFrame " + DemoSigning + " -PriorSignature $prior -SigningTime \"19810116T06300${second}Z\";"
            + " $frame.Signature; $prior = $frame; $second++ };"
            + "(ConvertTo-EventStreamFrame " + DemoSigning + " -PriorSignature $prior -EndOfStream -SigningTime 19810116T063004Z).Signature")
            .Select(o => o.ToString())];

        Assert.Equal(
            [
                "7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5",
                "f72aa9642f571d24a6e1ae42f10f073ad9448d8a028b6bcd82da081335adda02",
                "632af120435b57ec241d8bfbb12e496dfd5e2730a1a02ac0ab6eaa230ae02e9a",
                "c6f679ddb3af68f5e82f0cf6761244cb2338cf11e7d01a24130aea1b7c17e53e",
            ],
            signatures);
    }

    [Fact]
    public void A_pipeline_is_one_chain()
    {
        PSObject[] frames = [.. _session.Output($"'A', 'B', 'C' | ConvertTo-EventStreamFrame {DemoSigning} -SeedSignature {Sample.Seed} -SigningTime 19810116T063001Z -EndOfStream")];

        Assert.Equal(4, frames.Length);
        Assert.Equal(
            frames.Select(f => f.Properties["Signature"].Value).Prepend(Sample.Seed).SkipLast(1),
            frames.Select(f => f.Properties["PriorSignature"].Value));
        Assert.Equal("7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5", frames[0].Properties["Signature"].Value);
        Assert.Empty(Decode(frames[3]).Payload);
    }

    [Fact]
    public void A_message_with_headers_is_framed_first_and_then_signed()
    {
        PSObject frame = _session.Single(
            $"ConvertTo-EventStreamFrame ([byte[]](1, 2, 3)) -EventType AudioEvent -ContentType application/octet-stream {DemoSigning} -PriorSignature {Sample.Seed}");

        EventStreamMessage outer = Decode(frame);
        Assert.Equal([":chunk-signature", ":date"], outer.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(frame.Properties["Signature"].Value, Convert.ToHexStringLower(outer.Headers[":chunk-signature"].AsByteBuf()));
        EventStreamMessage inner = EventStreamMessage.FromBuffer(outer.Payload, 0, outer.Payload.Length);
        Assert.Equal([1, 2, 3], inner.Payload);
        Assert.Equal("AudioEvent", inner.Headers[":event-type"].AsString());
        Assert.Equal("application/octet-stream", inner.Headers[":content-type"].AsString());
        Assert.Equal("event", inner.Headers[":message-type"].AsString());
    }

    [Fact]
    public void Headers_keep_their_order_and_their_types()
    {
        EventStreamMessage message = Decode(_session.Single(
            "ConvertTo-EventStreamFrame 'x' -Header ([ordered]@{ z = $true; y = [sbyte]-1; x = [int16]-2; w = 3; v = [long]4; u = [byte[]](5, 6); t = 'seven'; s = [datetimeoffset]'2020-01-01T00:00:00Z'; r = $false })"));

        Assert.Equal(["z", "y", "x", "w", "v", "u", "t", "s", "r"], message.Headers.Keys);
        Assert.True(message.Headers["z"].AsBool());
        Assert.Equal(-1, message.Headers["y"].AsSByte());
        Assert.Equal(-2, message.Headers["x"].AsInt16());
        Assert.Equal(3, message.Headers["w"].AsInt32());
        Assert.Equal(4, message.Headers["v"].AsInt64());
        Assert.Equal([5, 6], message.Headers["u"].AsByteBuf());
        Assert.Equal("seven", message.Headers["t"].AsString());
        Assert.Equal(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc), message.Headers["s"].AsTimestamp().ToUniversalTime());
        Assert.False(message.Headers["r"].AsBool());
    }

    [Fact]
    public void A_UUID_stands_in_the_order_of_RFC_4122() => Assert.Contains(
        "09" + "00112233445566778899aabbccddeeff",
        Hex(_session.Single("ConvertTo-EventStreamFrame 'x' -Header @{ id = [guid]'00112233-4455-6677-8899-aabbccddeeff' }")),
        StringComparison.Ordinal);

    [Fact]
    public void Single_bytes_are_gathered_and_arrays_and_strings_stay_whole()
    {
        string[] payloads = [.. _session.Output(
            "& { [byte[]](1..5); , [byte[]](1..7); 'grüße'; [byte]9 } | ConvertTo-EventStreamFrame -ChunkSize 4").Select(f => Convert.ToHexStringLower(Decode(f).Payload))];

        Assert.Equal(["01020304", "05", "01020304050607", Convert.ToHexStringLower(Encoding.UTF8.GetBytes("grüße")), "09"], payloads);
    }

    [Fact]
    public void A_file_is_framed_piece_by_piece_with_progress()
    {
        string path = System.IO.Path.GetTempFileName();
        try
        {
            byte[] content = new byte[100_000];
            new Random(1).NextBytes(content);
            File.WriteAllBytes(path, content);

            ScriptResult result = _session.Run("param($path) ConvertTo-EventStreamFrame -Path $path -ChunkSize 3000", path).WithoutErrors();
            byte[] viaFileInfo = [.. _session.Output("param($path) [System.IO.FileInfo]$path | ConvertTo-EventStreamFrame -ChunkSize 3000", path).SelectMany(f => Decode(f).Payload)];

            Assert.Equal(34, result.Output.Count);
            Assert.Equal(content, result.Output.SelectMany(f => Decode(f).Payload));
            Assert.Equal(content, viaFileInfo);
            Assert.Contains(result.Progress, p => p.PercentComplete is > 0 and < 100);
            Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void As_byte_stream_each_frame_is_one_array()
    {
        IReadOnlyList<PSObject> frames = _session.Output("'a', 'b' | ConvertTo-EventStreamFrame -AsByteStream");

        Assert.Equal(2, frames.Count);
        Assert.All(frames, f => Assert.Equal(17, Assert.IsType<byte[]>(f.BaseObject).Length));
    }

    [Fact]
    public void Frames_are_written_as_they_are_made()
    {
        // The first frame is out before the second input is asked for.
        IReadOnlyList<PSObject> order = _session.Output(
            "& { 'a'; $global:order += ' second'; 'b' } | ConvertTo-EventStreamFrame | ForEach-Object { $global:order += ' frame' }; $global:order");

        Assert.Equal(" frame second frame", order[^1].ToString());
    }

    [Fact]
    public void Without_a_signing_time_each_event_is_dated_when_it_is_signed()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddSeconds(-1);

        DateTimeOffset date = new OutputObject(_session.Single($"'A' | ConvertTo-EventStreamFrame {DemoSigning} -PriorSignature {Sample.Seed}")).Moment("Date");

        Assert.InRange(date, before, DateTimeOffset.UtcNow);
        Assert.Equal(0, date.Millisecond);
    }

    [Fact]
    public void What_cannot_be_framed_is_one_error_and_the_chain_goes_on()
    {
        ScriptResult result = _session.Run($"'A', 3.5, 'B' | ConvertTo-EventStreamFrame {DemoSigning} -PriorSignature {Sample.Seed}");

        Assert.StartsWith("EventStreamInputInvalid,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Count);
        Assert.Equal(result.Output[0].Properties["Signature"].Value, result.Output[1].Properties["PriorSignature"].Value);
    }

    [Fact]
    public void An_array_is_as_many_inputs_as_down_the_pipeline_and_a_bad_one_costs_no_other()
    {
        ScriptResult argument = _session.Run("ConvertTo-EventStreamFrame @('a', $null, @(1), 'b')");

        Assert.Equal(["a", "b"], argument.Output.Select(f => Encoding.UTF8.GetString(Decode(f).Payload)));
        Assert.Equal(2, argument.Errors.Count);
        Assert.All(argument.Errors, e => Assert.StartsWith("EventStreamInputInvalid,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    [Fact]
    public void Text_that_came_from_a_file_is_text_whatever_properties_it_carries()
    {
        // As Get-Content writes it, line by line.
        PSObject line = new("line");
        line.Properties.Add(new PSNoteProperty("PSPath", "/etc/hostname"));
        line.Properties.Add(new PSNoteProperty("Path", "/etc/hostname"));

        Assert.Equal("line", Encoding.UTF8.GetString(Decode(_session.Single("param($line) , $line | ConvertTo-EventStreamFrame", line)).Payload));
    }

    [Fact]
    public void The_end_of_a_stream_is_not_signed_where_an_input_failed()
    {
        ScriptResult result = _session.Run($"'A', 3.5, 'B' | ConvertTo-EventStreamFrame {DemoSigning} -PriorSignature {Sample.Seed} -EndOfStream");

        Assert.Equal(["41", "42"], result.Output.Select(f => Convert.ToHexStringLower(Decode(f).Payload)));
        Assert.Equal(["EventStreamInputInvalid", "EventStreamIncomplete"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.NotEmpty(result.Errors[1].ErrorDetails.RecommendedAction);
    }

    private static string Hex(PSObject frame) => Convert.ToHexStringLower((byte[])frame.Properties["Bytes"].Value);

    private static EventStreamMessage Decode(PSObject frame)
    {
        byte[] bytes = (byte[])frame.Properties["Bytes"].Value;
        return EventStreamMessage.FromBuffer(bytes, 0, bytes.Length);
    }
}
