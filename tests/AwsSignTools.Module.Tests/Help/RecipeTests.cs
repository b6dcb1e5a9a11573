using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.EndToEnd;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>
/// The recipes of the topic on event streams run as they stand there: against a server on loopback in the place of AWS, which checks what it gets
/// by itself, or against files.
/// </summary>
public sealed class RecipeTests : IAsyncLifetime, IDisposable
{
    private const string Topic = "about_AwsSignTools_EventStreams";
    private const string TranscribeHost = "https://transcribestreaming.us-east-1.amazonaws.com";
    private const string WebSocketHost = "wss://transcribestreaming.us-east-1.amazonaws.com";

    private readonly TranscribeServer _server = new();
    private readonly ExampleShell _shell = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Transcribe_takes_the_signed_stream_over_HTTP_2_and_its_answers_are_read()
    {
        // The host would tell the region.
        _shell.Set("StoredAWSRegion", TranscribeServer.Region);
        string code = Code("TRANSCRIBE OVER HTTP/2");
        Assert.Contains(TranscribeHost, code, StringComparison.Ordinal);

        (ScriptResult streams, string text) = _shell.Show(code.Replace(TranscribeHost, _server.Http2Url, StringComparison.Ordinal));

        _ = streams.WithoutErrors();
        Assert.Empty(_server.Refusals);
        Assert.Equal(Transcripts(), text);
    }

    [Fact]
    public void A_request_that_Transcribe_refuses_is_told_in_its_own_words()
    {
        _shell.Set("StoredAWSRegion", "eu-west-1");
        string code = Code("TRANSCRIBE OVER HTTP/2").Replace(TranscribeHost, _server.Http2Url, StringComparison.Ordinal);

        // The server may have gone before the last frame is written.
        (ScriptResult streams, string text) = _shell.Show(
            code.Replace("{ $up.Write($_.Bytes, 0, $_.Length) }", "{ try { $up.Write($_.Bytes, 0, $_.Length) } catch [System.IO.IOException] { } }", StringComparison.Ordinal));

        Assert.Equal("the scope is another", Assert.Single(_server.Refusals));
        Assert.Equal("{\"Message\":\"the scope is another\"}", streams.Error.ToString());
        Assert.Empty(text);
    }

    [Fact]
    public void Transcribe_takes_the_frames_over_a_WebSocket_and_its_answers_are_read()
    {
        // The host would tell the region and the service.
        _shell.Set("StoredAWSRegion", TranscribeServer.Region);
        string code = Code("TRANSCRIBE OVER A WEBSOCKET");
        Assert.Contains(WebSocketHost + "'", code, StringComparison.Ordinal);

        (ScriptResult streams, string text) = _shell.Show(code
            .Replace(WebSocketHost, _server.WebSocketUrl, StringComparison.Ordinal)
            .Replace("-QueryParameter", "-Service transcribe -QueryParameter", StringComparison.Ordinal));

        _ = streams.WithoutErrors();
        Assert.True(SigV4Verifier.IsSignedBy(_server.OpenedBy!, Sample.SecretKey), _server.OpenedBy);
        Assert.Equal("pcm", SigV4Verifier.Query(_server.OpenedBy!)["media-encoding"]);
        Assert.Empty(_server.Refusals);
        Assert.Equal(Transcripts(), text);
    }

    [Fact]
    public void Bedrock_gets_chunks_along_the_chain_and_its_chunks_are_read()
    {
        using MemoryStream up = new();
        _shell.Set("up", up);
        _shell.Set("bytes", ExampleShell.Event("chunk", "{\"bytes\":\"" + Convert.ToBase64String("{\"event\":{\"completionStart\":{}}}"u8) + "\"}"));

        (ScriptResult streams, string text) = _shell.Show(Code("BEDROCK, IN BOTH DIRECTIONS") + "\n$request.Signature");

        _ = streams.WithoutErrors();
        string[] lines = text.Split('\n');
        Assert.Equal("{\"event\":{\"completionStart\":{}}}", lines[0]);
        EventChain chain = new(Sample.SecretKey, "us-east-1", "bedrock", lines[1]);
        byte[][] payloads = [.. Frames(up.ToArray()).Select(chain.Next)];
        Assert.Equal(
            ["{\"event\":{\"sessionStart\":{}}}", "{\"event\":{\"sessionEnd\":{}}}"],
            payloads[..^1].Select(p => InChunk(EventChain.Decode(p))));
        Assert.Empty(payloads[^1]);
    }

    [Fact]
    public void A_recording_and_a_response_are_read_and_what_is_damaged_is_passed_over()
    {
        (ScriptResult streams, string text) = _shell.Show(Code("A RECORDED OR LIVE RESPONSE"));

        _ = streams.WithoutErrors();
        string first = Assert.Single(streams.Warnings);
        Assert.Contains("were passed over", first, StringComparison.Ordinal);
        Assert.Equal(
            [
                "1 TranscriptEvent, 96 bytes", "2 TranscriptEvent, 94 bytes", "3 BadRequestException, 43 bytes",
                "TranscriptEvent, 96 bytes", "TranscriptEvent, 94 bytes", "BadRequestException, 43 bytes",
                "1 at byte 0", "2 at byte 392",
            ],
            text.Split('\n'));
    }

    [Fact]
    public void A_recorded_upload_is_read_back_and_its_signatures_are_valid()
    {
        (ScriptResult streams, string text) = _shell.Show(Code("A RECORDED UPLOAD, AND ITS SIGNATURES"));

        _ = streams.WithoutErrors();
        Assert.Equal("4 frames\n4 are valid", text);
    }

    // Of 20000 bytes, in pieces of 3200.
    private static string Transcripts() => string.Join(
        "\n", Enumerable.Repeat(3200, 6).Append(800).Select(length => TranscribeServer.TranscriptOf(new byte[length])));

    // What stands under a heading of the topic and is indented deeper than its prose.
    private static string Code(string heading)
    {
        string topic = HelpFile.Topic(Topic);
        int start = topic.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(start > 0, $"{Topic} has no '{heading}'.");
        return string.Join("\n", topic[(start + 1)..].Split('\n').Skip(1)
            .TakeWhile(l => l.Length == 0 || l[0] == ' ')
            .Where(l => l.StartsWith("        ", StringComparison.Ordinal))
            .Select(l => l[8..]));
    }

    private static System.Collections.Generic.IEnumerable<byte[]> Frames(byte[] stream)
    {
        for (int at = 0; at < stream.Length;)
        {
            int length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(stream.AsSpan(at));
            yield return stream[at..(at + length)];
            at += length;
        }
    }

    private static string InChunk(Amazon.Runtime.EventStreams.EventStreamMessage message)
    {
        Assert.Equal("chunk", message.Headers[":event-type"].AsString());
        Assert.Equal("event", message.Headers[":message-type"].AsString());
        Assert.Equal("application/json", message.Headers[":content-type"].AsString());
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(message.Payload);
        return Encoding.UTF8.GetString(json.RootElement.GetProperty("bytes").GetBytesFromBase64());
    }
}
