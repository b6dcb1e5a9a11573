using System;
using System.IO;
using System.Security.Cryptography;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class PayloadHashTests
{
    // FIPS 180-4: the example "abc".
    [Fact]
    public void The_hash_is_sha256_in_lower_case()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", PayloadHash.Of("abc"u8));
        Assert.Equal(SignableRequest.EmptyPayloadHash, PayloadHash.Of([]));
        Assert.Equal(SignableRequest.EmptyPayloadHash, PayloadHash.Of(Stream.Null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(81_919)]
    [InlineData(81_920)]
    [InlineData(81_921)]
    [InlineData(300_000)]
    public void A_stream_has_the_hash_of_its_bytes_however_it_gives_them(int length)
    {
        byte[] body = new byte[length];
        new Random(length).NextBytes(body);
        string expected = Convert.ToHexStringLower(SHA256.HashData(body));
        using MemoryStream whole = new(body);
        using MemoryStream slow = new Reluctant(body);

        Assert.Equal(expected, PayloadHash.Of(body));
        Assert.Equal(expected, PayloadHash.Of(whole));
        Assert.Equal(expected, PayloadHash.Of(slow));
    }

    [Fact]
    public void A_stream_is_hashed_from_where_it_stands_and_left_open()
    {
        using MemoryStream stream = new("xabc"u8.ToArray());
        _ = stream.ReadByte();

        Assert.Equal(PayloadHash.Of("abc"u8), PayloadHash.Of(stream));
        Assert.Equal(4, stream.Position);
        Assert.Equal(SignableRequest.EmptyPayloadHash, PayloadHash.Of(stream));
    }

    [Fact]
    public void A_null_stream_is_named() => Assert.Throws<ArgumentNullException>("body", () => PayloadHash.Of((Stream)null!));

    /// <summary>Gives fewer bytes than are asked for, as a network does.</summary>
    private sealed class Reluctant(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 4099));
    }
}
