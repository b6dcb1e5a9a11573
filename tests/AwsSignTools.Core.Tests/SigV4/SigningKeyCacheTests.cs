using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class SigningKeyCacheTests
{
    private static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
    private static readonly byte[] StringToSign = "AWS4-HMAC-SHA256\n20150830T123600Z"u8.ToArray();

    [Fact]
    public void The_first_signature_and_each_one_after_it_is_the_keys()
    {
        SigningKeyCache cache = new(4);
        AwsCredential credential = new("AKIDEXAMPLE", "secret");

        // The first is made with the key, the second with a new HMAC, the third with the one that was kept.
        for (int i = 0; i < 5; i++)
        {
            byte[] stringToSign = [.. Enumerable.Repeat((byte)i, i * 50)];
            Assert.Equal(Expected(credential, "us-east-1", stringToSign), Signed(cache, credential, "us-east-1", stringToSign));
            Assert.Equal(i == 0 ? 0 : 1, Idle(cache).Count);
        }

        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void A_key_is_told_by_the_secret_the_day_the_region_and_the_service()
    {
        SigningKeyCache cache = new(16);
        AwsCredential credential = new("AKIDEXAMPLE", "secret");
        (AwsCredential Credential, CredentialScope Scope)[] all =
        [
            (credential, new CredentialScope(Time, "us-east-1", "a")),
            (new AwsCredential("AKIDEXAMPLE", "Secret"), new CredentialScope(Time, "us-east-1", "a")),
            (credential, new CredentialScope(Time.AddDays(1), "us-east-1", "a")),
            (credential, new CredentialScope(Time, "us-east-2", "a")),
            (credential, new CredentialScope(Time, "us-east-1", "b")),
            (credential, new CredentialScope(Time, "us-east-1", "A")),
        ];

        // Thrice, so that the later rounds come from the cache.
        foreach ((AwsCredential one, CredentialScope scope) in all.Concat(all).Concat(all))
        {
            byte[] signature = new byte[32];
            cache.Sign(one, scope, StringToSign, signature);
            Assert.Equal(Expected(one, scope, StringToSign), signature);
        }

        Assert.Equal(all.Length, cache.Count);

        // The id is no part of a key, nor are the token and the time of day.
        cache.Sign(new AwsCredential("OTHER", "secret", "token"), new CredentialScope(Time.AddHours(11), "us-east-1", "a"), StringToSign, new byte[32]);
        Assert.Equal(all.Length, cache.Count);
    }

    [Fact]
    public void The_cache_is_bounded_and_the_key_that_goes_is_the_least_recently_used_and_wiped()
    {
        SigningKeyCache cache = new(3);
        AwsCredential credential = new("AKIDEXAMPLE", "secret");
        _ = Signed(cache, credential, "r2");
        _ = Signed(cache, credential, "r2");
        KeyedHmac hmac = Assert.Single(Idle(cache));
        _ = Signed(cache, credential, "r1");
        _ = Signed(cache, credential, "r3");
        _ = Signed(cache, credential, "r1");
        byte[][] held = HeldKeys(cache);
        byte[] r2 = Assert.Single(held, k => k.AsSpan().SequenceEqual(Derived(credential, new CredentialScope(Time, "r2", "service"))));

        _ = Signed(cache, credential, "r4");

        Assert.Equal(3, cache.Count);
        Assert.All(r2, static b => Assert.Equal(0, b));
        Assert.Equal(2, held.Count(static k => k.Any(static b => b != 0)));
        Assert.Throws<ObjectDisposedException>(() => hmac.Compute(StringToSign, new byte[32]));
        Assert.Equal(Expected(credential, "r2", StringToSign), Signed(cache, credential, "r2"));
        Assert.Equal(3, cache.Count);
    }

    [Fact]
    public void Clearing_wipes_every_key()
    {
        SigningKeyCache cache = new(3);
        AwsCredential credential = new("AKIDEXAMPLE", "secret");
        foreach (string region in (string[])["r1", "r2", "r1", "r2"])
        {
            _ = Signed(cache, credential, region);
        }

        byte[][] held = HeldKeys(cache);
        List<KeyedHmac> idle = Idle(cache);
        Assert.Equal(2, held.Length);
        Assert.Equal(2, idle.Count);

        cache.Clear();

        Assert.Equal(0, cache.Count);
        Assert.All(held, static key => Assert.All(key, static b => Assert.Equal(0, b)));
        Assert.All(idle, static hmac => Assert.Throws<ObjectDisposedException>(() => hmac.Compute(StringToSign, new byte[32])));
        Assert.Equal(Expected(credential, "r1", StringToSign), Signed(cache, credential, "r1"));
    }

    [Fact]
    public void An_HMAC_that_is_out_while_its_key_is_wiped_goes_when_it_comes_back()
    {
        CachedSigningKey cached = new(new AwsCredential("AKIDEXAMPLE", "secret"), new CredentialScope(Time, "r1", "service"), new byte[SigningKey.Length]);
        KeyedHmac first = new(new byte[SigningKey.Length]);
        KeyedHmac second = new(new byte[SigningKey.Length]);
        cached.GiveBack(first, isFit: true);
        cached.GiveBack(second, isFit: true);
        Assert.Same(second, cached.Take(default));

        cached.Wipe();
        second.Compute(StringToSign, new byte[32]);
        cached.GiveBack(second, isFit: true);

        Assert.All((KeyedHmac[])[first, second], static hmac => Assert.Throws<ObjectDisposedException>(() => hmac.Compute(StringToSign, new byte[32])));
        Assert.Null(IdleOf(cached));
    }

    [Fact]
    public void An_HMAC_that_failed_is_not_used_again()
    {
        CachedSigningKey cached = new(new AwsCredential("AKIDEXAMPLE", "secret"), new CredentialScope(Time, "r1", "service"), new byte[SigningKey.Length]);
        KeyedHmac hmac = new(new byte[SigningKey.Length]);

        cached.GiveBack(hmac, isFit: false);

        Assert.Throws<ObjectDisposedException>(() => hmac.Compute(StringToSign, new byte[32]));
        Assert.Null(cached.Take(new byte[SigningKey.Length]));
    }

    [Fact]
    public void A_signature_that_fails_leaves_the_key_as_good_as_before()
    {
        SigningKeyCache cache = new(4);
        AwsCredential credential = new("AKIDEXAMPLE", "secret");
        _ = Signed(cache, credential, "r1");
        _ = Signed(cache, credential, "r1");
        KeyedHmac hmac = Assert.Single(Idle(cache));

        // Room for 31 of the 32 bytes.
        _ = Assert.ThrowsAny<ArgumentException>(() => cache.Sign(credential, new CredentialScope(Time, "r1", "service"), StringToSign, new byte[31]));

        Assert.Throws<ObjectDisposedException>(() => hmac.Compute(StringToSign, new byte[32]));
        Assert.Equal(Expected(credential, "r1", StringToSign), Signed(cache, credential, "r1"));
    }

    [Fact]
    public void Many_threads_get_the_right_signatures_while_keys_are_evicted_and_cleared()
    {
        const int Threads = 8;
        SigningKeyCache cache = new(4);
        AwsCredential[] credentials = [.. Enumerable.Range(0, 3).Select(static i => new AwsCredential("AKIDEXAMPLE", "secret" + i))];
        Dictionary<(int, int), byte[]> expected = [];
        for (int c = 0; c < credentials.Length; c++)
        {
            for (int r = 0; r < 5; r++)
            {
                expected[(c, r)] = Expected(credentials[c], "r" + r, StringToSign);
            }
        }

        int wrong = 0;
        _ = Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            Random random = new(thread);
            for (int i = 0; i < 3000; i++)
            {
                // Mostly the same one, so that several threads sign with one key at once.
                int c = random.Next(4) > 0 ? 0 : random.Next(credentials.Length);
                int r = random.Next(4) > 0 ? 0 : random.Next(5);
                if (!Signed(cache, credentials[c], "r" + r).AsSpan().SequenceEqual(expected[(c, r)]))
                {
                    _ = Interlocked.Increment(ref wrong);
                }

                if (random.Next(200) == 0)
                {
                    cache.Clear();
                }
            }
        });

        Assert.Equal(0, wrong);
        Assert.InRange(cache.Count, 1, 4);
        Assert.InRange(Idle(cache).Count, 0, 4 * Threads);
    }

    private static byte[] Derived(AwsCredential credential, CredentialScope scope)
    {
        byte[] key = new byte[SigningKey.Length];
        SigningKey.Derive(credential, scope, key);
        return key;
    }

    private static byte[] Expected(AwsCredential credential, string region, byte[] stringToSign) =>
        Expected(credential, new CredentialScope(Time, region, "service"), stringToSign);

    private static byte[] Expected(AwsCredential credential, CredentialScope scope, byte[] stringToSign) =>
        HMACSHA256.HashData(Derived(credential, scope), stringToSign);

    private static byte[] Signed(SigningKeyCache cache, AwsCredential credential, string region, byte[]? stringToSign = null)
    {
        byte[] signature = new byte[32];
        cache.Sign(credential, new CredentialScope(Time, region, "service"), stringToSign ?? StringToSign, signature);
        return signature;
    }

    // What no member gives away: whether it is wiped cannot be seen otherwise.
    private static byte[][] HeldKeys(SigningKeyCache cache) => [.. Keys(cache).Select(static key => KeyOf(key))];

    private static List<KeyedHmac> Idle(SigningKeyCache cache)
    {
        List<KeyedHmac> idle = [];
        foreach (CachedSigningKey key in Keys(cache))
        {
            for (KeyedHmac? hmac = IdleOf(key); hmac is not null; hmac = hmac.Next)
            {
                idle.Add(hmac);
            }
        }

        return idle;
    }

    private static IEnumerable<CachedSigningKey> Keys(SigningKeyCache cache) => KeysOf(cache).Where(static key => key is not null);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_keys")]
    private static extern ref CachedSigningKey[] KeysOf(SigningKeyCache cache);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_key")]
    private static extern ref byte[] KeyOf(CachedSigningKey key);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_idle")]
    private static extern ref KeyedHmac? IdleOf(CachedSigningKey key);
}
