using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Management.Automation;
using System.Text;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Help;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>ConvertFrom-EventStreamFrame as its users call it, over frames of AWSSDK.Core and of the cmdlet that makes them.</summary>
public sealed class ConvertFromEventStreamFrameTests : IDisposable
{
    // aws-c-auth, test_event_signing.c: key "access", secret "secret", us-east-1, service "demo".
    private const string Keys = "-AccessKey access -SecretKey secret";
    private const string Checking = Keys + " -Region us-east-1 -Service demo";
    private const string Signing = "ConvertTo-EventStreamFrame -EventType AudioEvent -ContentType text/plain " + Checking + " -PriorSignature " + Sample.Seed;
    private const string Convert = "ConvertFrom-EventStreamFrame";

    private static readonly byte[] First = SdkFrame.Of("""{"a":1}"""u8.ToArray(), (":message-type", "event"), (":event-type", "One"), (":content-type", "application/json"));
    private static readonly byte[] Second = SdkFrame.Of([1, 2, 3], (":message-type", "exception"), (":exception-type", "BadRequestException"));
    private static readonly byte[] Both = [.. First, .. Second];

    private readonly PowerShellSession _session = new();
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<object[]> InputForms() =>
    [
        [Convert + " $bytes"],
        [Convert + " -InputObject $bytes"],
        [", $bytes | " + Convert],
        ["$bytes | " + Convert],
        ["[object[]]$bytes | " + Convert],
        [Convert + " ([object[]]$bytes)"],
        [Convert + " ($first, $second)"],
        ["$first, $second | " + Convert],
        [Convert + " ([psobject]::AsPSObject($bytes))"],
        [", [psobject]::AsPSObject($bytes) | " + Convert],
        ["& { foreach ($byte in $bytes) { [psobject]::AsPSObject($byte) } } | " + Convert],
        ["& { , $first; $second } | " + Convert],
        ["& { $first; , $second } | " + Convert],
        ["[System.IO.FileInfo]$path | " + Convert],
        [Convert + " ([System.IO.FileInfo]$path)"],
        ["[psobject]::AsPSObject([System.IO.FileInfo]$path) | " + Convert],
        [Convert + " -Path $path"],
        [Convert + " -FullName $path"],
        [Convert + " -PSPath $path"],
        ["$null = $ExecutionContext.SessionState.Path.SetLocation([System.IO.Path]::GetDirectoryName($path)); " + Convert + " -Path ([System.IO.Path]::GetFileName($path))"],
    ];

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(InputForms))]
    public void Every_form_of_input_gives_the_same_messages(string script)
    {
        IReadOnlyList<PSObject> messages = _session.Output(
            "param($bytes, $first, $second, $path) " + script, Both, First, Second, _folder.Write("frames.bin", Both));

        AssertBoth(messages);
    }

    [Fact]
    public void Pieces_may_be_cut_anywhere()
    {
        const string Cut = "param($bytes, $size) & { for ($i = 0; $i -lt $bytes.Length; $i += $size) { , [byte[]]$bytes[$i..([math]::Min($i + $size, $bytes.Length) - 1)] } } | " + Convert;

        Assert.All(
            Enumerable.Range(1, 20).Concat([First.Length - 1, First.Length, First.Length + 1, Both.Length - 1]),
            size => AssertBoth(_session.Output(Cut, Both, size)));
    }

    [Fact]
    public void A_stream_may_come_in_several_files()
    {
        string one = _folder.Write("1.bin", Both[..50]);
        string two = _folder.Write("2.bin", Both[50..]);

        AssertBoth(_session.Output("param($one, $two) [System.IO.FileInfo]$one, [System.IO.FileInfo]$two | " + Convert, one, two));
    }

    [Fact]
    public void Nothing_is_a_stream_without_messages()
    {
        Assert.Empty(_session.Output("@() | " + Convert));
        Assert.Empty(_session.Output(Convert + " ([byte[]]::new(0))"));
        Assert.Empty(_session.Output("param($path) " + Convert + " -Path $path", _folder.Write("empty.bin", [])));
    }

    [Theory]
    [InlineData("& { , $bytes; $null = $order.Add('then') }")]
    [InlineData("& { $bytes; $null = $order.Add('then') }")]
    [InlineData("& { foreach ($byte in $bytes) { , [byte[]]$byte }; $null = $order.Add('then') }")]
    public void A_message_is_written_when_its_last_byte_has_come(string input)
    {
        ArrayList order = [];

        _ = _session.Output("param($bytes, $order) " + input + " | " + Convert + " | ForEach-Object { $null = $order.Add($_.FrameNumber) }", Both, order);

        Assert.Equal([1L, 2L, "then"], order.ToArray());
    }

    [Fact]
    public void A_message_says_where_it_stood_and_what_it_is()
    {
        PSObject[] messages = [.. _session.Output("param($bytes) " + Convert + " $bytes", Both)];

        OutputObject one = new(messages[0]);
        Assert.Equal("AwsSignTools.EventStream.EventStreamMessage", messages[0].BaseObject.GetType().FullName);
        Assert.Equal("event", one.Text("MessageType"));
        Assert.Equal("One", one.Text("EventType"));
        Assert.Null(one.Text("ExceptionType"));
        Assert.Equal("application/json", one.Text("ContentType"));
        Assert.Equal("""{"a":1}""", one.Text("PayloadText"));
        Assert.Equal("One, 7 bytes", messages[0].ToString());
        OutputObject two = new(messages[1]);
        Assert.Equal("exception", two.Text("MessageType"));
        Assert.Null(two.Text("EventType"));
        Assert.Equal("BadRequestException", two.Text("ExceptionType"));
        Assert.Null(two.Text("ContentType"));
        Assert.Null(two.Text("PayloadText"));
        Assert.Equal("BadRequestException, 3 bytes", messages[1].ToString());
        Assert.All(messages, message =>
        {
            Assert.Null(message.Properties["Date"].Value);
            Assert.Null(message.Properties["ChunkSignature"].Value);
            Assert.Null(message.Properties["SignatureValid"].Value);
            Assert.Equal(false, message.Properties["IsEndOfStream"].Value);
        });
    }

    [Fact]
    public void An_error_says_its_code()
    {
        byte[] frame = SdkFrame.Of([], (":message-type", "error"), (":error-code", "InternalError"), (":error-message", "An internal server error occurred"));

        PSObject message = _session.Single("param($bytes) " + Convert + " $bytes", frame);

        Assert.Equal("error", new OutputObject(message).Text("MessageType"));
        Assert.Equal("InternalError", new OutputObject(message).Text("ExceptionType"));
        Assert.Equal("An internal server error occurred", HeadersOf(message)[":error-message"]);
    }

    [Fact]
    public void Headers_are_NET_values_in_the_order_of_the_wire_and_names_differ_by_case()
    {
        DateTime time = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
        byte[] frame = SdkFrame.Of(
            [],
            SdkFrame.Header("z", static h => h.SetBool(true)),
            SdkFrame.Header("Z", static h => h.SetBool(false)),
            SdkFrame.Header("sbyte", static h => h.SetSByte(-128)),
            SdkFrame.Header("short", static h => h.SetInt16(-32_768)),
            SdkFrame.Header("int", static h => h.SetInt32(int.MinValue)),
            SdkFrame.Header("long", static h => h.SetInt64(long.MinValue)),
            SdkFrame.Header("bytes", static h => h.SetByteBuf([1, 2, 255])),
            SdkFrame.Header("string", static h => h.SetString("grüße")),
            SdkFrame.Header("time", h => h.SetTimestamp(time)));

        OrderedDictionary headers = HeadersOf(_session.Single("param($bytes) " + Convert + " $bytes", frame));

        Assert.Equal(["z", "Z", "sbyte", "short", "int", "long", "bytes", "string", "time"], headers.Keys.Cast<string>());
        Assert.Equal(
            [true, false, (sbyte)-128, (short)-32_768, int.MinValue, long.MinValue, new byte[] { 1, 2, 255 }, "grüße", new DateTimeOffset(time)],
            headers.Values.Cast<object>());
        Assert.Null(headers["Sbyte"]);
    }

    [Fact]
    public void A_UUID_is_read_in_the_order_of_RFC_4122()
    {
        // Literal bytes: AWSSDK.Core writes Guid.ToByteArray(), which is another order, and its own round trip cannot see that.
        byte[] frame = RawFrame.Of([2, .. "id"u8, 9, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF], []);

        Assert.Equal(
            Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), HeadersOf(_session.Single("param($bytes) " + Convert + " $bytes", frame))["id"]);
    }

    [Theory]
    [InlineData("text/plain; charset=utf-8", "grüße", true)]
    [InlineData("TEXT/Html", "<p>", true)]
    [InlineData("application/json", "{}", true)]
    [InlineData("application/x-amz-json-1.1", "{}", true)]
    [InlineData("application/problem+json", "{}", true)]
    [InlineData("application/xml", "<a/>", true)]
    [InlineData("image/svg+xml", "<svg/>", true)]
    [InlineData("application/octet-stream", "abc", false)]
    [InlineData("audio/wav", "abc", false)]
    [InlineData("application/json", null, false)]
    public void The_payload_is_text_where_its_type_says_so_and_it_is_UTF_8(string contentType, string? text, bool isText)
    {
        byte[] payload = text is null ? [0x7B, 0xFF, 0x7D] : Encoding.UTF8.GetBytes(text);

        PSObject message = _session.Single("param($bytes) " + Convert + " $bytes", SdkFrame.Of(payload, (":content-type", contentType)));

        Assert.Equal(isText ? text : null, message.Properties["PayloadText"].Value);
        Assert.Equal(payload, message.Properties["Payload"].Value);
    }

    [Fact]
    public void Signed_events_are_unwrapped_and_the_end_is_recognised()
    {
        PSObject[] messages = [.. _session.Output($"'one', 'two' | {Signing} -SigningTime 19810116T063001Z -EndOfStream | {Convert}")];

        Assert.Equal(["one", "two", null], messages.Select(m => m.Properties["PayloadText"].Value));
        Assert.Equal(["AudioEvent", "AudioEvent", null], messages.Select(m => m.Properties["EventType"].Value));
        Assert.Equal([false, false, true], messages.Select(m => (bool)m.Properties["IsEndOfStream"].Value));
        Assert.Equal("end of stream, 0 bytes", messages[2].ToString());
        Assert.All(messages, m =>
        {
            Assert.Equal(new DateTimeOffset(1981, 1, 16, 6, 30, 1, TimeSpan.Zero), new OutputObject(m).Moment("Date"));
            Assert.Equal(64, new OutputObject(m).Text("ChunkSignature").Length);
            Assert.Null(m.Properties["SignatureValid"].Value);
        });
    }

    [Fact]
    public void NoUnwrap_gives_the_outer_frame_as_it_is()
    {
        PSObject frame = _session.Single("'one' | " + Signing);
        PSObject message = _session.Single($"param($frame) $frame | {Convert} -NoUnwrap", frame);

        OrderedDictionary headers = HeadersOf(message);
        Assert.Equal([":date", ":chunk-signature"], headers.Keys.Cast<string>());
        Assert.Equal(frame.Properties["Date"].Value, headers[":date"]);
        Assert.Equal(frame.Properties["Signature"].Value, System.Convert.ToHexStringLower((byte[])headers[":chunk-signature"]!));
        Assert.Equal("one"u8.ToArray(), EventChain.Decode((byte[])message.Properties["Payload"].Value).Payload);
        Assert.Equal(frame.Properties["Date"].Value, message.Properties["Date"].Value);
    }

    [Fact]
    public void A_signed_payload_without_headers_of_its_own_is_a_message_without_headers()
    {
        PSObject message = _session.Single($"'one' | ConvertTo-EventStreamFrame {Checking} -PriorSignature {Sample.Seed} | {Convert}");

        Assert.Empty(HeadersOf(message));
        Assert.Equal("one"u8.ToArray(), message.Properties["Payload"].Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-NoUnwrap")]
    public void Signatures_are_checked_along_the_chain(string parameters)
    {
        IReadOnlyList<PSObject> messages = _session.Output(
            $"'a', 'b', 'c' | {Signing} -EndOfStream -AsByteStream | {Convert} {Checking} -PriorSignature {Sample.Seed} {parameters}");

        Assert.Equal(4, messages.Count);
        Assert.All(messages, m => Assert.Equal(true, m.Properties["SignatureValid"].Value));
    }

    [Theory]
    [InlineData(Checking + " -PriorSignature 0000000000000000000000000000000000000000000000000000000000000000", "-PriorSignature is the initial request's")]
    [InlineData("-AccessKey access -SecretKey other -Region us-east-1 -Service demo -PriorSignature " + Sample.Seed, "secret key")]
    [InlineData(Keys + " -Region us-east-2 -Service demo -PriorSignature " + Sample.Seed, "-Region")]
    [InlineData(Keys + " -Region us-east-1 -Service transcribe -PriorSignature " + Sample.Seed, "-Service")]
    public void A_signature_that_is_not_right_is_an_error_and_the_messages_are_written(string checking, string remedy)
    {
        ScriptResult result = _session.Run($"'a', 'b' | {Signing} -EndOfStream -AsByteStream | {Convert} {checking}");

        AssertSignatureError(result, 1);
        Assert.Contains(remedy, result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(3, result.Output.Count);
        Assert.Equal(false, result.Output[0].Properties["SignatureValid"].Value);
    }

    [Theory]
    [InlineData("changed", new[] { true, false, true, true, true })]
    [InlineData("left out", new[] { true, false, true, true })]
    [InlineData("swapped", new[] { true, false, false, false, true })]
    [InlineData("again", new[] { true, true, false, true, true, true })]
    [InlineData("unsigned", new[] { true, false, true, true, true, true })]
    [InlineData("after the end", new[] { true, true, true, true, true, false })]
    public void The_first_break_of_the_chain_is_reported_and_each_message_says_whether_it_is_right(string what, bool[] valid)
    {
        List<byte[]> frames = [.. _session.Output($"'a', 'b', 'c', 'd' | {Signing} -EndOfStream -AsByteStream").Select(f => (byte[])f.BaseObject)];
        switch (what)
        {
            case "changed":
                Amazon.Runtime.EventStreams.EventStreamMessage outer = EventChain.Decode(frames[1]);
                outer.Payload[20] ^= 1;
                frames[1] = outer.ToByteArray();
                break;
            case "left out":
                frames.RemoveAt(1);
                break;
            case "swapped":
                (frames[1], frames[2]) = (frames[2], frames[1]);
                break;
            case "again":
                frames.Insert(2, frames[1]);
                break;
            case "unsigned":
                frames.Insert(1, First);
                break;
            case "after the end":
                frames.Add((byte[])_session.Single(
                    $"param($frame) 'e' | ConvertTo-EventStreamFrame {Checking} -AsByteStream -PriorSignature ($frame | ConvertFrom-EventStreamFrame).ChunkSignature", frames[^1]).BaseObject);
                break;
        }

        ScriptResult result = _session.Run($"param($frames) $frames | {Convert} {Checking} -PriorSignature {Sample.Seed}", (object)frames.ToArray());

        Assert.Equal(valid, result.Output.Select(m => (bool)m.Properties["SignatureValid"].Value));
        AssertSignatureError(result, Array.IndexOf(valid, false) + 1);
    }

    [Fact]
    public void A_break_ends_the_pipeline_where_errors_do()
    {
        ScriptResult result = _session.Run(
            $"'a', 'b' | {Signing} -AsByteStream | {Convert} {Checking} -PriorSignature {new string('0', 64)} -ErrorAction Stop");

        Assert.NotNull(result.Terminating);
        Assert.StartsWith("EventStreamSignatureInvalid,", result.Terminating.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Frames_bring_the_signature_before_the_first()
    {
        IReadOnlyList<PSObject> all = _session.Output($"'a', 'b', 'c' | {Signing} | {Convert} {Checking}");
        IReadOnlyList<PSObject> rest = _session.Output($"('a', 'b', 'c' | {Signing})[1..2] | {Convert} {Checking}");
        IReadOnlyList<PSObject> unchecked_ = _session.Output($"'a' | {Signing} | {Convert}");

        Assert.All(all.Concat(rest), m => Assert.Equal(true, m.Properties["SignatureValid"].Value));
        Assert.Equal((3, 2), (all.Count, rest.Count));
        Assert.Null(Assert.Single(unchecked_).Properties["SignatureValid"].Value);
    }

    [Theory]
    [InlineData("$request | " + Convert + " -Path $path " + Keys)]
    [InlineData("& { $request; [System.IO.FileInfo]$path } | " + Convert + " " + Keys)]
    [InlineData("$request | " + Convert + " ([System.IO.FileInfo]$path) " + Keys)]
    public void The_request_that_began_the_stream_says_what_to_check_it_with(string script)
    {
        PSObject request = _session.Single($"New-AwsSignedRequest https://demo.us-east-1.amazonaws.com/ -Service demo -EventStream {Keys}");
        string path = _folder.PathOf("frames.bin");
        _ = _session.Output($"param($request, $path) 'a', 'b' | ConvertTo-EventStreamFrame {Checking} -PriorSignature $request -EndOfStream -OutFile $path", request, path);

        IReadOnlyList<PSObject> messages = _session.Output("param($request, $path) " + script, request, path);

        Assert.Equal(3, messages.Count);
        Assert.All(messages, m => Assert.Equal(true, m.Properties["SignatureValid"].Value));
    }

    [Fact]
    public void Where_the_stream_is_cut_the_whole_messages_come_first_and_then_one_error_with_the_count()
    {
        for (int length = First.Length + 1; length < Both.Length; length++)
        {
            ScriptResult result = _session.Run("param($bytes) " + Convert + " $bytes", Both[..length]);

            Assert.Null(result.Terminating);
            Assert.Equal("One", Assert.Single(result.Output).Properties["EventType"].Value);
            ErrorRecord error = Assert.Single(result.Errors);
            AssertError(error, "EventStreamTruncated", 2L);
            Assert.Contains(
                length - First.Length < 12 ? $"ends {length - First.Length} bytes into a frame" : $"after {length - First.Length} of the frame's {Second.Length} bytes",
                error.ErrorDetails.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_broken_frame_ends_the_pipeline_after_the_whole_ones_before_it()
    {
        (int At, string Id)[] places = [(0, "EventStreamPreludeChecksumInvalid"), (9, "EventStreamPreludeChecksumInvalid"), (30, "EventStreamMessageChecksumInvalid"), (Second.Length - 1, "EventStreamMessageChecksumInvalid")];
        Assert.All(places, place =>
        {
            byte[] bytes = [.. Both, .. First];
            bytes[First.Length + place.At] ^= 0x10;

            ScriptResult result = _session.Run("param($bytes) try { " + Convert + " $bytes } catch { $_ }", bytes);

            Assert.Equal(2, result.Output.Count);
            Assert.Equal("One", result.Output[0].Properties["EventType"].Value);
            ErrorRecord error = Assert.IsType<ErrorRecord>(result.Output[1].BaseObject);
            AssertError(error, place.Id, 2L);
            Assert.Contains($"Frame 2, at byte {First.Length}", error.ErrorDetails.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_breaks_the_format_under_right_checksums_ends_the_pipeline()
    {
        (byte[] Frame, string Id)[] frames =
        [
            (RawFrame.Prelude(15, 0), "EventStreamLengthInvalid"),
            (RawFrame.Prelude(100, 85), "EventStreamLengthInvalid"),
            (RawFrame.Prelude(16 + 25_165_825, 0), "EventStreamLengthInvalid"),
            (RawFrame.Of([0, 0], []), "EventStreamHeaderInvalid"),
            (RawFrame.Of([1, (byte)'a', 10], []), "EventStreamHeaderInvalid"),
            (RawFrame.Of([1, (byte)'a', 0, 1, (byte)'a', 0], []), "EventStreamHeaderInvalid"),
            (RawFrame.Of([1, (byte)'a', 4, 0], []), "EventStreamHeaderInvalid"),
        ];
        Assert.All(frames, frame =>
        {
            ScriptResult result = _session.Run("param($bytes) try { " + Convert + " $bytes } catch { $_ }", frame.Frame);

            AssertError(Assert.IsType<ErrorRecord>(Assert.Single(result.Output).BaseObject), frame.Id, 1L);
        });
    }

    [Fact]
    public void SkipInvalid_passes_over_what_is_broken_and_warns_once_for_each_place()
    {
        byte[] broken = [.. Second];
        broken[^1] ^= 1;
        byte[] bytes = [7, 7, 7, .. First, .. broken, .. First, .. Second[..20]];

        ScriptResult result = _session.Run("param($bytes) " + Convert + " $bytes -SkipInvalid", bytes).WithoutErrors();

        Assert.Equal(["One", "One"], result.Output.Select(m => m.Properties["EventType"].Value));
        Assert.Equal([3L, (long)(3 + First.Length + Second.Length)], result.Output.Select(m => m.Properties["Offset"].Value));
        Assert.Equal(3, result.Warnings.Count);
        Assert.StartsWith("3 bytes from byte 0 on were passed over.", result.Warnings[0], StringComparison.Ordinal);
        Assert.StartsWith($"{Second.Length} bytes from byte {3 + First.Length} on were passed over.", result.Warnings[1], StringComparison.Ordinal);
        Assert.StartsWith($"20 bytes from byte {bytes.Length - 20} on were passed over.", result.Warnings[2], StringComparison.Ordinal);
        Assert.All(result.Warnings, w => Assert.EndsWith(".", w, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'text'", "System.String")]
    [InlineData("3.5", "System.Double")]
    [InlineData("300", "System.Int32")]
    [InlineData("@{ Bytes = 1 }", "System.Collections.Hashtable")]
    [InlineData("[pscustomobject]@{ Path = '/etc/hostname' }", "System.Management.Automation.PSCustomObject")]
    public void What_is_not_bytes_is_an_error_and_the_pipeline_goes_on(string input, string type)
    {
        ScriptResult result = _session.Run("param($bytes) & { " + input + "; , $bytes } | " + Convert, Both);

        Assert.Null(result.Terminating);
        AssertBoth(result.Output);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("EventStreamInputInvalid,AwsSignTools.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal(type, error.TargetObject?.GetType().FullName);
        Assert.StartsWith($"A {type} holds no frames.", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("byte[]", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Nulls_are_refused_one_by_one()
    {
        Assert.All(
            [_session.Run("param($bytes) $bytes, $null | " + Convert, Both), _session.Run("param($bytes) " + Convert + " @($bytes, $null)", Both)],
            result =>
            {
                Assert.Null(result.Terminating);
                AssertBoth(result.Output);
                _ = Assert.Single(result.Errors);
            });
    }

    [Theory]
    [InlineData("-Service demo", "EventStreamSigningIncomplete", "-PriorSignature")]
    [InlineData("-Service demo " + Keys, "EventStreamSigningIncomplete", "-PriorSignature")]
    [InlineData("-PriorSignature " + Sample.Seed, "EventStreamSigningIncomplete", "-Service")]
    [InlineData(Keys, "EventStreamSigningIncomplete", "-Service")]
    [InlineData("-ProfileName dev", "EventStreamSigningIncomplete", "-Service")]
    [InlineData("-Region us-east-1", "EventStreamSigningIncomplete", "-Service")]
    [InlineData(Checking + " -PriorSignature abc", "PriorSignatureInvalid", "abc")]
    [InlineData(Checking + " -PriorSignature ''", "PriorSignatureInvalid", "")]
    [InlineData(Keys + " -Region 'us east' -Service demo -PriorSignature " + Sample.Seed, "RegionInvalid", "us east")]
    [InlineData(Keys + " -Region us-east-1 -Service 'a/b' -PriorSignature " + Sample.Seed, "ServiceInvalid", "a/b")]
    [InlineData(Keys + " -Service demo -PriorSignature " + Sample.Seed, "RegionMissing", "Region")]
    public void Parameters_for_checking_that_are_not_whole_end_the_pipeline(string parameters, string id, string target)
    {
        using EnvironmentScope environment = EnvironmentScope.WithoutCredentials();

        ScriptResult result = _session.Run("param($bytes) try { " + Convert + " $bytes " + parameters + "; 'went on' } catch { $_ }", Both);

        ErrorRecord error = Assert.IsType<ErrorRecord>(Assert.Single(result.Output).BaseObject);
        Assert.StartsWith(id + ",AwsSignTools.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.EndsWith(".", error.ErrorDetails.Message.TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_in_the_environment_alone_checks_nothing()
    {
        using EnvironmentScope environment = EnvironmentScope.WithoutCredentials(("AWS_ACCESS_KEY_ID", "access"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_REGION", "us-east-1"));

        Assert.Null(_session.Single($"'a' | {Signing} | {Convert}").Properties["SignatureValid"].Value);
        Assert.Equal(true, _session.Single($"'a' | {Signing} | {Convert} -Service demo").Properties["SignatureValid"].Value);
    }

    [Fact]
    public void Messages_made_into_frames_again_are_the_same_bytes()
    {
        byte[] odd = RawFrame.Of(
            [
                1, (byte)'t', 8, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                1, (byte)'u', 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
                1, (byte)'b', 6, 0, 0,
                1, (byte)'s', 7, 0, 0,
                2, 0xC3, 0xBC, 2, 0x80,
            ],
            [1, 2, 3]);
        byte[] plain = [.. Both, .. odd, .. RawFrame.Of([], []), .. First];
        byte[] signed = [.. _session.Output($"'a', 'b' | {Signing} -KeepMilliseconds -EndOfStream -AsByteStream").SelectMany(f => (byte[])f.BaseObject)];

        Assert.Equal(plain, Again(plain, string.Empty));
        Assert.Equal(plain, Again(plain, "-NoUnwrap"));
        Assert.Equal(signed, Again(signed, "-NoUnwrap"));

        // Unwrapped, the inner messages alone: what the same cmdlet makes of them unsigned.
        byte[] inner = [.. _session.Output("'a', 'b' | ConvertTo-EventStreamFrame -EventType AudioEvent -ContentType text/plain -AsByteStream").SelectMany(f => (byte[])f.BaseObject)];
        Assert.Equal(inner, Again(signed, string.Empty));

        byte[] Again(byte[] bytes, string parameters) => [.. _session.Output(
            $"param($bytes) , $bytes | {Convert} {parameters} | ConvertTo-EventStreamFrame -AsByteStream", bytes).SelectMany(f => (byte[])f.BaseObject)];
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_and_the_other_is_read()
    {
        ScriptResult result = _session.Run(
            "param($path) [System.IO.FileInfo]'/nowhere/at/all', [System.IO.FileInfo]$path | " + Convert, _folder.Write("frames.bin", Both));
        ScriptResult byPath = _session.Run(Convert + " -Path /nowhere/at/all");
        ScriptResult folder = _session.Run("param($path) " + Convert + " -Path $path", _folder.Path);

        AssertBoth(result.Output);
        AssertFileError(Assert.Single(result.Errors), ErrorCategory.ObjectNotFound);
        AssertFileError(Assert.Single(byPath.Errors), ErrorCategory.ObjectNotFound);
        AssertFileError(Assert.Single(folder.Errors), ErrorCategory.ReadError);
        Assert.Null(result.Terminating ?? byPath.Terminating ?? folder.Terminating);
    }

    [Fact]
    public void A_long_file_shows_how_far_it_is_read()
    {
        string path = _folder.Write("frames.bin", [.. Enumerable.Repeat(SdkFrame.Of(new byte[50_000], [("n", "1")]), 10).SelectMany(f => f)]);

        ScriptResult result = _session.Run("param($path) " + Convert + " -Path $path", path).WithoutErrors();

        Assert.Equal(10, result.Output.Count);
        Assert.Contains(result.Progress, p => p.PercentComplete is > 0 and < 100 && p.Activity == "Reading" && p.StatusDescription == path);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Fact]
    public void By_default_a_table_is_shown_and_nothing_secret()
    {
        TextHost host = new();
        using PowerShellSession session = new(host);

        _ = session.Run(
            $"param($bytes) & {{ 'hello' | {Signing} -AsByteStream; , $bytes; ConvertTo-EventStreamFrame -AsByteStream -EndOfStream {Checking} -PriorSignature {Sample.Seed} }}"
            + $" | {Convert} {Checking} -PriorSignature {Sample.Seed} -ErrorAction SilentlyContinue | Out-Host",
            Both).WithoutErrors();

        string[] lines = host.TakeText().Split('\n');
        Assert.Equal(["Frame", "Type", "Signature", "Bytes", "Payload"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["1", "AudioEvent", "valid", "5", "hello"], lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["2", "One", "INVALID", "7", """{"a":1}"""], lines[3].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["3", "BadRequestException", "INVALID", "3"], lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["4", "(end", "of", "stream)", "INVALID", "0"], lines[5].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(6, lines.Length);
    }

    [Fact]
    public void A_signature_that_was_not_checked_is_shown_as_that()
    {
        TextHost host = new();
        using PowerShellSession session = new(host);

        _ = session.Run($"'hello' | {Signing} | {Convert} | Out-Host").WithoutErrors();

        Assert.Contains("unchecked", host.TakeText(), StringComparison.Ordinal);
    }

    private static void AssertBoth(IReadOnlyList<PSObject> messages)
    {
        Assert.Equal([1L, 2L], messages.Select(m => m.Properties["FrameNumber"].Value));
        Assert.Equal([0L, (long)First.Length], messages.Select(m => m.Properties["Offset"].Value));
        Assert.Equal([First.Length, Second.Length], messages.Select(m => m.Properties["FrameLength"].Value));
        Assert.Equal(["""{"a":1}"""u8.ToArray(), new byte[] { 1, 2, 3 }], messages.Select(m => (byte[])m.Properties["Payload"].Value));
        Assert.Equal(
            [(":message-type", "event"), (":event-type", "One"), (":content-type", "application/json")],
            HeadersOf(messages[0]).Cast<DictionaryEntry>().Select(e => ((string)e.Key, (string)e.Value!)));
        Assert.Equal(
            [(":message-type", "exception"), (":exception-type", "BadRequestException")],
            HeadersOf(messages[1]).Cast<DictionaryEntry>().Select(e => ((string)e.Key, (string)e.Value!)));
    }

    private static void AssertError(ErrorRecord error, string id, object target)
    {
        Assert.StartsWith(id + ",AwsSignTools.Commands.ConvertFrom", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.EndsWith(".", error.ErrorDetails.Message.TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private static void AssertSignatureError(ScriptResult result, long frameNumber)
    {
        Assert.Null(result.Terminating);
        ErrorRecord error = Assert.Single(result.Errors);
        AssertError(error, "EventStreamSignatureInvalid", frameNumber);
        Assert.StartsWith($"Frame {frameNumber}, at byte ", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret ", error.Exception.Message.Replace("secret key", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static void AssertFileError(ErrorRecord error, ErrorCategory category)
    {
        Assert.StartsWith("FileUnreadable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    private static OrderedDictionary HeadersOf(PSObject message) => (OrderedDictionary)message.Properties["Headers"].Value;
}
