using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using AwsSignTools.EventStream;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class EventStreamDecoderTests
{
    // smithy-lang/smithy-typescript, eventstream-codec, and awslabs/aws-c-event-stream.
    [Theory]
    [InlineData("000000100000000005c248eb7d98c8ff", null, "")]
    [InlineData("0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936", null, "{'foo':'bar'}")]
    [InlineData("0000002d0000001041c424b80a6576656e742d74797065040000a00c7b27666f6f273a27626172277d36f480a0", "event-type", "{'foo':'bar'}")]
    [InlineData("0000002b0000000e348bec7b086576656e742d6964040000a00c7b27666f6f273a27626172277dd3890285", "event-id", "{'foo':'bar'}")]
    public void A_published_frame_is_read_back(string hex, string? int32Header, string payload)
    {
        RawMessage message = EventStreamDecoder.Decode(Convert.FromHexString(hex));

        Assert.Equal(payload, Encoding.ASCII.GetString(message.Payload.Span));
        Assert.Equal(hex.Length / 2, message.EncodedLength);
        if (int32Header is null)
        {
            Assert.Empty(message.Headers);
            return;
        }

        EventStreamHeader header = Assert.Single(message.Headers);
        Assert.Equal(int32Header, header.Name);
        Assert.Equal(EventStreamHeaderValue.FromInt32(40972), header.Value);
        Assert.True(message.TryGetHeader(int32Header, out EventStreamHeaderValue value));
        Assert.Equal(40972, value.ToObject());
        Assert.False(message.TryGetHeader(int32Header.ToUpperInvariant(), out _));
    }

    // By literal bytes: AWSSDK.Core reads and writes another order, so that no round trip with it could show a mistake.
    [Fact]
    public void A_uuid_is_read_in_the_order_in_which_it_is_written()
    {
        byte[] frame = Frames.Of(Convert.FromHexString("016809" + "00112233445566778899aabbccddeeff"), default);

        Assert.Equal(new Guid("00112233-4455-6677-8899-aabbccddeeff"), EventStreamDecoder.Decode(frame).Headers[0].Value.ToObject());
    }

    [Fact]
    public void Every_wire_type_is_read_as_its_net_type()
    {
        RawMessage message = EventStreamDecoder.Decode(EventStreamEncoder.Encode(Frames.OfEveryType));

        Assert.Equal(
            [
                true, false, (sbyte)-2, (short)-2, 40972, long.MinValue, new byte[] { 0, 255 }, "é😀", Frames.Start,
                new Guid("00112233-4455-6677-8899-aabbccddeeff"),
            ],
            message.Headers.Select(static h => h.Value.ToObject()));
    }

    [Fact]
    public void What_was_encoded_is_decoded_and_the_other_way_round()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            RawMessage message = Frames.Random(new Random(seed));
            byte[] frame = EventStreamEncoder.Encode(message);

            RawMessage decoded = EventStreamDecoder.Decode(frame);

            Assert.True(decoded.Payload.Span.SequenceEqual(message.Payload.Span), $"seed {seed}");
            Assert.True(
                decoded.Headers.Select(static h => (h.Name, h.Value)).SequenceEqual(message.Headers.Select(static h => (h.Name, h.Value))), $"seed {seed}");

            // Of the bytes it was read from, and of its headers one by one.
            Assert.True(EventStreamEncoder.Encode(decoded).AsSpan().SequenceEqual(frame), $"seed {seed}");
            Assert.True(EventStreamEncoder.Encode(new RawMessage(decoded.Headers, decoded.Payload)).AsSpan().SequenceEqual(frame), $"seed {seed}");
        }
    }

    [Fact]
    public void Any_two_way_cut_gives_the_same_frames()
    {
        byte[][] frames = [Frames.Samples[4], Frames.Samples[0], Frames.Samples[5]];
        byte[] stream = Frames.Join(frames);
        Frames.Read[] expected = Expected(frames);
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            Assert.Equal(expected, Frames.ReadAll(stream, [cut, stream.Length - cut]));
        }
    }

    [Fact]
    public void Any_cuts_give_the_same_frames()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            byte[][] frames = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => EventStreamEncoder.Encode(Frames.Random(random)))];
            byte[] stream = Frames.Join(frames);
            foreach (IEnumerable<int> pieces in Frames.Cuts(stream.Length, seed))
            {
                Assert.Equal(Expected(frames), Frames.ReadAll(stream, pieces));
            }
        }
    }

    [Fact]
    public void A_long_frame_among_short_ones_is_gathered()
    {
        byte[][] frames = [Frames.Samples[0], EventStreamEncoder.Encode(new RawMessage([], new byte[300_000])), Frames.Samples[1], Frames.Samples[4]];
        byte[] stream = Frames.Join(frames);
        foreach (int piece in new[] { 7, 1000, 65_536, 300_010 })
        {
            Assert.Equal(Expected(frames), Frames.ReadAll(stream, Enumerable.Repeat(piece, stream.Length / piece).Append(stream.Length % piece)));
        }
    }

    [Fact]
    public void A_frame_that_lies_whole_in_a_piece_is_a_view_of_it()
    {
        byte[] stream = [.. Frames.Samples[4], .. Frames.Samples[1]];
        EventStreamDecoder decoder = new();
        decoder.Append(stream);

        Assert.True(decoder.TryRead(out DecodedFrame? first));
        Assert.True(decoder.TryRead(out DecodedFrame? second));

        Assert.True(stream.AsSpan().Overlaps(first.Bytes.Span, out int at) && at == 0);
        Assert.True(stream.AsSpan().Overlaps(second.Bytes.Span, out at) && at == Frames.Samples[4].Length);
        Assert.True(stream.AsSpan().Overlaps(second.Message.Payload.Span, out at) && at == Frames.Samples[4].Length + 12);
    }

    [Fact]
    public void A_frame_in_pieces_is_good_until_the_next_call()
    {
        byte[] stream = Frames.Join(Frames.Samples);
        EventStreamDecoder decoder = new();
        List<byte[]> read = [];
        foreach (byte b in stream)
        {
            byte[] piece = [b];
            decoder.Append(piece);
            if (decoder.TryRead(out DecodedFrame? frame))
            {
                piece[0] = 0xAA;
                read.Add(EventStreamEncoder.Encode(frame.Message));
                Assert.False(decoder.TryRead(out _));
            }
        }

        Assert.Equal(Frames.Samples, read);
    }

    [Fact]
    public void The_number_the_offset_and_what_waits_are_told_on_the_way()
    {
        byte[] frame = Frames.Samples[1];
        EventStreamDecoder decoder = new();
        Assert.Equal((1L, 0L, 0L), (decoder.FrameNumber, decoder.Offset, decoder.LeftOver));
        decoder.Append(default);
        Assert.False(decoder.TryRead(out _));

        decoder.Append(new byte[] { frame[0], frame[1] });
        Assert.False(decoder.TryRead(out _));
        Assert.Equal((1L, 0L, 2L), (decoder.FrameNumber, decoder.Offset, decoder.LeftOver));

        decoder.Append(frame.AsMemory(2));
        Assert.True(decoder.TryRead(out DecodedFrame? read));
        Assert.Equal((1L, 0L), (read.Number, read.Offset));
        Assert.Equal((2L, (long)frame.Length, 0L), (decoder.FrameNumber, decoder.Offset, decoder.LeftOver));
        Assert.False(decoder.TryRead(out _));
        decoder.Complete();
    }

    [Fact]
    public void Calls_out_of_turn_are_refused()
    {
        EventStreamDecoder decoder = new();
        decoder.Append(Frames.Samples[0]);
        Assert.Throws<InvalidOperationException>(() => decoder.Append(Frames.Samples[0]));
        Assert.True(decoder.TryRead(out _));

        decoder.Append(new byte[12]);
        Assert.Throws<EventStreamChecksumException>(() => decoder.TryRead(out _));
        Assert.Throws<InvalidOperationException>(() => decoder.TryRead(out _));
        decoder.Skip();
        Assert.False(decoder.TryRead(out _));
        decoder.Skip();
        Assert.Throws<EventStreamTruncatedException>(decoder.Complete);
        Assert.Throws<InvalidOperationException>(() => decoder.Append(Frames.Samples[0]));
    }

    [Fact]
    public void After_the_end_nothing_is_taken()
    {
        EventStreamDecoder decoder = new();
        decoder.Complete();

        Assert.Throws<InvalidOperationException>(() => decoder.Append(Frames.Samples[0]));
        Assert.False(decoder.TryRead(out _));
        decoder.Complete();
    }

    [Fact]
    public void Bytes_that_are_more_than_a_frame_or_none_are_no_frame()
    {
        EventStreamLengthException more = Assert.Throws<EventStreamLengthException>(() => EventStreamDecoder.Decode(Frames.Join(Frames.Samples[0], [1, 2])));
        EventStreamTruncatedException none = Assert.Throws<EventStreamTruncatedException>(() => EventStreamDecoder.Decode(default));

        Assert.Equal((16, 18), (more.Expected, more.Found));
        Assert.StartsWith("Frame 1, at byte 0: 2 bytes follow the frame.", more.Message, StringComparison.Ordinal);
        Assert.Equal(0, none.LeftOver);
    }

    // A decoded message is a view; its headers are made once.
    [Fact]
    public void The_headers_of_a_decoded_message_are_made_once()
    {
        RawMessage message = EventStreamDecoder.Decode(Frames.Samples[4]);

        Assert.Same(message.Headers, message.Headers);
    }

    private static Frames.Read[] Expected(byte[][] frames)
    {
        List<Frames.Read> expected = [];
        long offset = 0;
        foreach (byte[] frame in frames)
        {
            expected.Add(new Frames.Read(expected.Count + 1, offset, Convert.ToHexString(frame)));
            offset += frame.Length;
        }

        return [.. expected];
    }
}
