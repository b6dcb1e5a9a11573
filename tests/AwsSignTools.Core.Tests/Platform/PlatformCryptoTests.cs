using System;
using System.Security.Cryptography;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

public class PlatformCryptoTests
{
    [Fact]
    public void Nothing_of_a_hash_is_left_in_the_next_even_after_a_failure()
    {
        Random random = new(1);
        for (int i = 0; i < 200; i++)
        {
            byte[] data = Generated.Bytes(random, 300);
            byte[] hash = new byte[32];
            if (i % 5 == 0)
            {
                _ = Assert.ThrowsAny<ArgumentException>(() => PlatformCrypto.Sha256(data, new byte[31]));
            }

            PlatformCrypto.Sha256(data, hash);
            Assert.Equal(SHA256.HashData(data), hash);
            hash.AsSpan().Clear();
            PlatformCrypto.Sha256OfSecret(data, hash);
            Assert.Equal(SHA256.HashData(data), hash);
        }
    }
}
