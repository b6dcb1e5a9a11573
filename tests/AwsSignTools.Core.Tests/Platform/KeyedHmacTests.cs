using System;
using System.Security.Cryptography;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

public class KeyedHmacTests
{
    // RFC 4231 section 4.3.
    [Fact]
    public void The_hmac_is_as_published_each_time()
    {
        using KeyedHmac hmac = new("Jefe"u8);
        byte[] mac = new byte[32];
        for (int i = 0; i < 3; i++)
        {
            mac.AsSpan().Clear();
            hmac.Compute("what do ya want for nothing?"u8, mac);
            Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Convert.ToHexStringLower(mac));
        }
    }

    [Fact]
    public void Nothing_of_an_hmac_is_left_in_the_next()
    {
        Random random = new(1);
        byte[] key = Generated.Bytes(random, 100);
        using KeyedHmac hmac = new(key);
        for (int i = 0; i < 300; i++)
        {
            byte[] data = Generated.Bytes(random, 300);
            byte[] mac = new byte[32];
            hmac.Compute(data, mac);
            Assert.Equal(HMACSHA256.HashData(key, data), mac);
        }
    }

    [Fact]
    public void The_key_is_the_callers_to_wipe()
    {
        byte[] key = [1, 2, 3];
        using KeyedHmac hmac = new(key);
        Assert.Equal([1, 2, 3], key);

        key.AsSpan().Clear();
        byte[] mac = new byte[32];
        hmac.Compute("x"u8, mac);

        Assert.Equal(HMACSHA256.HashData([1, 2, 3], "x"u8), mac);
    }
}
