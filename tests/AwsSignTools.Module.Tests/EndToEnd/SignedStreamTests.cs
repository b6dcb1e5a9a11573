using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime.EventStreams;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.EndToEnd;

/// <summary>
/// A whole stream over a real HTTP/2 connection: what the cmdlets make in the engine goes up, the server checks every signature by itself, and
/// what it answers is read by the cmdlets.
/// </summary>
public sealed class SignedStreamTests : IAsyncLifetime, IDisposable
{
    private const string Keys = "-Credential $credential";
    private const string Request =
        "param($url, $credential) New-AwsSignedRequest $url -Service transcribe -Region us-east-1 -EventStream " + Keys
        + " -Headers @{ 'x-amzn-transcribe-language-code' = 'en-US'; 'x-amzn-transcribe-media-encoding' = 'pcm'; 'x-amzn-transcribe-sample-rate' = 16000 }";

    private const string Frames =
        "param($request, $audio, $credential, $write)"
        + " & { foreach ($piece in $audio) { , $piece } }"
        + " | ConvertTo-EventStreamFrame -EventType AudioEvent -ContentType application/octet-stream -Service transcribe -Region us-east-1"
        + " -PriorSignature $request -EndOfStream " + Keys
        + " | ForEach-Object { $write.Invoke($_.Bytes) }";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly byte[][] Audio = [.. Enumerable.Range(1, 5).Select(n => RandomBytes(n, (n * 3000) + n))];

    private readonly TranscribeServer _server = new();
    private readonly PowerShellSession _session = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _session.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("FwoGZXIvYXdzEXAMPLE//token==")]
    public async Task Signed_frames_go_up_while_transcripts_come_down(string? token)
    {
        _server.SessionToken = token;
        Hashtable credential = Credential();
        PSObject request = _session.Single(Request, _server.Http2Url + TranscribeServer.Path, credential);
        using SemaphoreSlim answered = new(0);

        // Each piece but the first waits for the answer to the one before: had any side kept something back, nothing would go on.
        IEnumerable<byte[]> audio = Audio.Select((piece, i) => i == 0 || answered.Wait(Patience) ? piece : throw new TimeoutException());
        using HttpResponseMessage response = await Send(request, new EngineContent(stream => Script(Frames, request, audio, credential, Writer(stream))));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(new Version(2, 0), response.Version);
        PSObject[] messages = await Read(response, () => answered.Release());

        Assert.Empty(_server.Refusals);
        Assert.All(messages, m => Assert.Equal("TranscriptEvent", new OutputObject(m).Text("EventType")));
        Assert.Equal(
            [
                .. Audio.Select(a => "{\"Transcript\":{\"Results\":[{\"IsPartial\":false,\"Alternatives\":[{\"Transcript\":\"" + TranscribeServer.TranscriptOf(a) + "\"}]}]}}"),
                "{\"Transcript\":{\"Total\":5}}",
            ],
            messages.Select(m => new OutputObject(m).Text("PayloadText")));
    }

    [Fact]
    public async Task The_request_pipes_on_and_begins_the_chain()
    {
        Hashtable credential = Credential();
        PSObject request = _session.Single(Request, _server.Http2Url + TranscribeServer.Path, credential);
        const string Piped = "param($request, $audio, $credential, $write)"
            + " & { $request; foreach ($piece in $audio) { , $piece } }"
            + " | ConvertTo-EventStreamFrame -EventType AudioEvent -ContentType application/octet-stream -EndOfStream " + Keys
            + " | ForEach-Object { $write.Invoke($_.Bytes) }";

        using HttpResponseMessage response = await Send(request, new EngineContent(stream => Script(Piped, request, Audio, credential, Writer(stream))));
        PSObject[] messages = await Read(response);

        Assert.Empty(_server.Refusals);
        Assert.Equal("{\"Transcript\":{\"Total\":5}}", new OutputObject(messages[^1]).Text("PayloadText"));
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("key")]
    [InlineData("token")]
    [InlineData("header")]
    [InlineData("date")]
    public async Task A_request_signed_otherwise_is_refused(string what)
    {
        Hashtable credential = Credential();
        string request = Request;
        switch (what)
        {
            case "secret":
                credential["SecretAccessKey"] = Sample.SecretKey.ToUpperInvariant();
                break;
            case "key":
                credential["AccessKeyId"] = "AKIAI44QH8DHBEXAMPLE";
                break;
            case "token":
                _server.SessionToken = "another";
                break;
            case "date":
                request += " -SigningTime ([datetimeoffset]::UtcNow.AddMinutes(-6))";
                break;
        }

        PSObject signed = _session.Single(request, _server.Http2Url + TranscribeServer.Path, credential);
        if (what == "header")
        {
            ((IDictionary)signed.Properties["Headers"].Value)["x-amzn-transcribe-language-code"] = "de-DE";
        }

        using HttpResponseMessage response = await Send(signed, new ByteArrayContent([]));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Message", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(_server.Refusals);
    }

    [Theory]
    [InlineData("changed", "the signature of frame 3 is wrong", 2)]
    [InlineData("flipped", "a checksum is wrong", 2)]
    [InlineData("left out", "the signature of frame 3 is wrong", 2)]
    [InlineData("swapped", "the signature of frame 3 is wrong", 2)]
    [InlineData("no end", "the stream broke off: no frame ended it", 5)]
    [InlineData("cut", "the stream broke off: 82 bytes are no frame", 5)]
    [InlineData("wrong secret", "the signature of frame 1 is wrong", 0)]
    [InlineData("wrong seed", "the signature of frame 1 is wrong", 0)]
    [InlineData("unsigned", "frame 1 is not signed", 0)]
    public async Task A_stream_that_is_not_as_it_was_signed_is_noticed_and_its_exception_is_read(string what, string refusal, int answered)
    {
        Hashtable credential = Credential();
        PSObject request = _session.Single(Request, _server.Http2Url + TranscribeServer.Path, credential);
        List<byte[]> frames = [];
        Hashtable signer = Credential();
        object seed = request;
        string script = Frames;
        switch (what)
        {
            case "wrong secret":
                signer["SecretAccessKey"] = Sample.SecretKey.ToUpperInvariant();
                break;
            case "wrong seed":
                seed = Sample.Seed;
                break;
            case "unsigned":
                script = script.Replace("-Service transcribe -Region us-east-1 -PriorSignature $request -EndOfStream " + Keys, string.Empty, StringComparison.Ordinal);
                break;
        }

        Script(script, seed, Audio, signer, (Action<byte[]>)frames.Add);
        switch (what)
        {
            case "changed":
                EventStreamMessage outer = EventChain.Decode(frames[2]);
                outer.Payload[200] ^= 1;
                frames[2] = outer.ToByteArray();
                break;
            case "flipped":
                frames[2][200] ^= 1;
                break;
            case "left out":
                frames.RemoveAt(2);
                break;
            case "swapped":
                (frames[2], frames[3]) = (frames[3], frames[2]);
                break;
            case "no end":
                frames.RemoveAt(frames.Count - 1);
                break;
            case "cut":
                frames[^1] = frames[^1][..^1];
                break;
        }

        using HttpResponseMessage response = await Send(request, new EngineContent(stream => frames.ForEach(Writer(stream))));
        PSObject[] messages = await Read(response);

        Assert.StartsWith(refusal, Assert.Single(_server.Refusals), StringComparison.Ordinal);
        Assert.Equal(answered + 1, messages.Length);
        Assert.All(messages[..^1], m => Assert.Equal("TranscriptEvent", new OutputObject(m).Text("EventType")));
        OutputObject exception = new(messages[^1]);
        Assert.Equal("exception", exception.Text("MessageType"));
        Assert.Equal("BadRequestException", exception.Text("ExceptionType"));
        Assert.StartsWith("{\"Message\":\"" + refusal, exception.Text("PayloadText"), StringComparison.Ordinal);
    }

    [NamedPipeFact]
    public async Task A_named_pipe_carries_the_frames_to_whatever_sends_them()
    {
        Hashtable credential = Credential();
        PSObject request = _session.Single(Request, _server.Http2Url + TranscribeServer.Path, credential);
        using NamedPipe pipe = new();
        string script = "param($request, $audio, $credential, $path)"
            + " & { foreach ($piece in $audio) { , $piece } }"
            + " | ConvertTo-EventStreamFrame -EventType AudioEvent -ContentType application/octet-stream -Service transcribe -Region us-east-1"
            + " -PriorSignature $request -EndOfStream -OutFile $path " + Keys;
        Task<IReadOnlyList<PSObject>> written = Task.Run(() => _session.Output(script, request, Audio, credential, pipe.Path));

        using HttpResponseMessage response = await Send(
            request, new StreamContent(await Task.Run(() => File.OpenRead(pipe.Path)).WaitAsync(Patience)));
        PSObject[] messages = await Read(response);

        Assert.Empty(_server.Refusals);
        Assert.Equal(Audio.Length + 1, messages.Length);
        Assert.Equal(Audio.Length + 1L, Assert.Single(await written).Properties["Frames"].Value);
    }

    private static byte[] RandomBytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static Action<byte[]> Writer(Stream stream) => frame =>
    {
        stream.Write(frame);
        stream.Flush();
    };

    private Hashtable Credential()
    {
        Hashtable credential = new() { ["AccessKeyId"] = Sample.AccessKey, ["SecretAccessKey"] = Sample.SecretKey };
        if (_server.SessionToken is { } token)
        {
            credential["SessionToken"] = token;
        }

        return credential;
    }

    private void Script(string script, params object?[] arguments) => _session.Run(script, arguments).WithoutErrors();

    // With the headers as New-AwsSignedRequest gives them, and no other.
    private async Task<HttpResponseMessage> Send(PSObject signed, HttpContent body)
    {
        using HttpRequestMessage message = new(HttpMethod.Parse(new OutputObject(signed).Text("Method")), new OutputObject(signed).Text("Url"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        foreach (DictionaryEntry header in (IDictionary)signed.Properties["Headers"].Value)
        {
            HttpHeaders headers = string.Equals((string)header.Key, "Content-Type", StringComparison.OrdinalIgnoreCase) ? body.Headers : message.Headers;
            Assert.True(headers.TryAddWithoutValidation((string)header.Key, (string?)header.Value));
        }

        return await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
    }

    // In an engine of its own, while the other one writes.
    private static async Task<PSObject[]> Read(HttpResponseMessage response, Action? onMessage = null)
    {
        const string Script = "param($body, $onMessage)"
            + " & { $buffer = [byte[]]::new(1000); while (($length = $body.Read($buffer, 0, 1000)) -gt 0) {"
            + " $piece = [byte[]]::new($length); [array]::Copy($buffer, $piece, $length); , $piece } }"
            + " | ConvertFrom-EventStreamFrame | ForEach-Object { if ($onMessage) { $onMessage.Invoke() }; $_ }";
        using Stream body = await response.Content.ReadAsStreamAsync();
        return await Task.Factory.StartNew(
            () =>
            {
                using PowerShellSession reader = new();
                return reader.Output(Script, body, onMessage).ToArray();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
