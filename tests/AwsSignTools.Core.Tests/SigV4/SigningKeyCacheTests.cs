using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class SigningKeyCacheTests
{
    private static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Fact]
    public void The_cache_gives_the_derived_key_first_and_again()
    {
        SigningKeyCache cache = new(4);
        AwsCredential credential = new("AKIDEXAMPLE", "secret");

        Assert.Equal(Derived(credential, "us-east-1"), Cached(cache, credential, "us-east-1"));
        Assert.Equal(Derived(credential, "us-east-1"), Cached(cache, credential, "us-east-1"));
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

        // Twice, so that the second round comes from the cache.
        foreach ((AwsCredential one, CredentialScope scope) in all.Concat(all))
        {
            byte[] expected = new byte[SigningKey.Length];
            byte[] actual = new byte[SigningKey.Length];
            SigningKey.Derive(one, scope, expected);
            cache.CopyKey(one, scope, actual);
            Assert.Equal(expected, actual);
        }

        Assert.Equal(all.Length, cache.Count);

        // The id is no part of a key, nor are the token and the time of day.
        cache.CopyKey(new AwsCredential("OTHER", "secret", "token"), new CredentialScope(Time.AddHours(11), "us-east-1", "a"), new byte[SigningKey.Length]);
        Assert.Equal(all.Length, cache.Count);
    }

    [Fact]
    public void The_cache_is_bounded_and_the_key_that_goes_is_the_least_recently_used_and_wiped()
    {
        SigningKeyCache cache = new(3);
        AwsCredential credential = new("AKIDEXAMPLE", "secret");
        _ = Cached(cache, credential, "r1");
        _ = Cached(cache, credential, "r2");
        _ = Cached(cache, credential, "r3");
        _ = Cached(cache, credential, "r1");
        byte[][] held = HeldKeys(cache);
        byte[] r2 = Assert.Single(held, k => k.AsSpan().SequenceEqual(Derived(credential, "r2")));

        _ = Cached(cache, credential, "r4");

        Assert.Equal(3, cache.Count);
        Assert.All(r2, static b => Assert.Equal(0, b));
        Assert.Equal(2, held.Count(static k => k.Any(static b => b != 0)));
        Assert.Equal(Derived(credential, "r2"), Cached(cache, credential, "r2"));
        Assert.Equal(3, cache.Count);
    }

    [Fact]
    public void Clearing_wipes_every_key()
    {
        SigningKeyCache cache = new(3);
        AwsCredential credential = new("AKIDEXAMPLE", "secret");
        _ = Cached(cache, credential, "r1");
        _ = Cached(cache, credential, "r2");
        byte[][] held = HeldKeys(cache);
        Assert.Equal(2, held.Length);

        cache.Clear();

        Assert.Equal(0, cache.Count);
        Assert.All(held, static key => Assert.All(key, static b => Assert.Equal(0, b)));
        Assert.Equal(Derived(credential, "r1"), Cached(cache, credential, "r1"));
    }

    [Fact]
    public void Many_threads_get_the_right_keys_while_keys_are_evicted_and_cleared()
    {
        SigningKeyCache cache = new(4);
        AwsCredential[] credentials = [.. Enumerable.Range(0, 3).Select(static i => new AwsCredential("AKIDEXAMPLE", "secret" + i))];
        Dictionary<(int, int), byte[]> expected = [];
        for (int c = 0; c < credentials.Length; c++)
        {
            for (int r = 0; r < 5; r++)
            {
                expected[(c, r)] = Derived(credentials[c], "r" + r);
            }
        }

        int wrong = 0;
        _ = Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            Random random = new(thread);
            for (int i = 0; i < 3000; i++)
            {
                int c = random.Next(credentials.Length);
                int r = random.Next(5);
                if (!Cached(cache, credentials[c], "r" + r).AsSpan().SequenceEqual(expected[(c, r)]))
                {
                    _ = System.Threading.Interlocked.Increment(ref wrong);
                }

                if (random.Next(200) == 0)
                {
                    cache.Clear();
                }
            }
        });

        Assert.Equal(0, wrong);
        Assert.InRange(cache.Count, 1, 4);
    }

    private static byte[] Derived(AwsCredential credential, string region)
    {
        byte[] key = new byte[SigningKey.Length];
        SigningKey.Derive(credential, new CredentialScope(Time, region, "service"), key);
        return key;
    }

    private static byte[] Cached(SigningKeyCache cache, AwsCredential credential, string region)
    {
        byte[] key = new byte[SigningKey.Length];
        cache.CopyKey(credential, new CredentialScope(Time, region, "service"), key);
        return key;
    }

    // The arrays themselves, which no member gives away: whether they are wiped cannot be seen otherwise.
    private static byte[][] HeldKeys(SigningKeyCache cache)
    {
        Array entries = (Array)typeof(SigningKeyCache).GetField("_entries", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(cache)!;
        FieldInfo key = entries.GetType().GetElementType()!.GetField("Key")!;
        return [.. entries.Cast<object>().Select(e => (byte[]?)key.GetValue(e)).OfType<byte[]>()];
    }
}
