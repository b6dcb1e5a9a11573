using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Services;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

[Collection(CachingTests.Name)]
public sealed class CredentialCacheTests : IDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    private readonly Surroundings _machine = new();
    private int _calls;

    public CredentialCacheTests() => CredentialCache.Clear();

    public void Dispose()
    {
        CredentialCache.Clear();
        _machine.Dispose();
    }

    [Fact]
    public void What_was_got_is_kept_until_it_is_time_to_renew_it()
    {
        IssuedCredential first = Get("a");
        Assert.Same(first, Get("a"));

        _machine.Now = Known.Time.AddMinutes(55).AddTicks(-1);
        Assert.Same(first, Get("a"));
        Assert.Equal(1, _calls);

        _machine.Now = Known.Time.AddMinutes(55);
        IssuedCredential second = Get("a");
        Assert.NotSame(first, second);
        Assert.Same(second, Get("a"));
        Assert.Equal(2, _calls);
    }

    [Fact]
    public void What_has_no_end_is_not_kept()
    {
        for (int i = 1; i <= 3; i++)
        {
            _ = CredentialCache.GetOrAdd(["a"], _machine.Now, () => Answer(null));
            Assert.Equal(i, _calls);
        }
    }

    [Fact]
    public void What_has_ended_is_not_kept()
    {
        for (int i = 1; i <= 3; i++)
        {
            _ = CredentialCache.GetOrAdd(["a"], _machine.Now, () => Answer(_machine.Now.AddSeconds(-i)));
            Assert.Equal(i, _calls);
        }
    }

    [Fact]
    public void A_failure_is_not_kept_and_forgets_what_was()
    {
        _ = Get("a");
        _machine.Now = _machine.Now.AddHours(2);
        _ = Assert.Throws<InvalidOperationException>(() => CredentialCache.GetOrAdd(["a"], _machine.Now, static () => throw new InvalidOperationException()));
        _machine.Now = Known.Time;

        _ = Get("a");
        Assert.Equal(2, _calls);
    }

    [Fact]
    public void Every_part_tells_one_from_another()
    {
        string?[][] keys =
        [
            [],
            [""],
            [null],
            ["a"],
            ["A"],
            ["a", ""],
            ["a", null],
            ["", "a"],
            [null, "a"],
            ["a", "b"],
            ["ab"],
            ["ab", ""],
            ["b", "a"],
            ["1:a"],
            ["a1:b"],
            ["a", "b", "c"],
            ["a", "bc"],
            ["-1:"],
            ["é"],
            ["e\u0301"],
        ];

        // Twice, so that the second round comes from the cache.
        Dictionary<int, IssuedCredential> got = [];
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                IssuedCredential one = Get(keys[i]);
                Assert.Same(round == 0 ? got[i] = one : got[i], one);
            }
        }

        Assert.Equal(keys.Length, _calls);
    }

    [Fact]
    public void Many_who_ask_for_the_same_at_once_get_one_answer()
    {
        const int Many = 8;
        using Barrier together = new(Many);
        IssuedCredential[] got = new IssuedCredential[Many];
        Thread[] threads = [.. Enumerable.Range(0, Many).Select(i => new Thread(() =>
        {
            together.SignalAndWait();
            got[i] = CredentialCache.GetOrAdd(["a"], _machine.Now, () =>
            {
                Thread.Sleep(100);
                return Answer(_machine.Now.AddHours(1));
            });
        }))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());

        Assert.Equal(1, _calls);
        Assert.All(got, one => Assert.Same(got[0], one));
    }

    [Fact]
    public async Task Who_asks_for_another_does_not_wait()
    {
        using ManualResetEventSlim release = new();
        using ManualResetEventSlim inside = new();
        Task<IssuedCredential> slow = Task.Run(() => CredentialCache.GetOrAdd(["slow"], _machine.Now, () =>
        {
            inside.Set();
            Assert.True(release.Wait(LongEnough));
            return Answer(_machine.Now.AddHours(1));
        }));
        Assert.True(inside.Wait(LongEnough));

        _ = Get("other");
        Assert.False(slow.IsCompleted);
        release.Set();
        _ = await slow;
    }

    [Fact]
    public async Task Who_waits_for_anothers_answer_can_be_stopped()
    {
        // The other may be asking a person for an MFA code.
        using ManualResetEventSlim release = new();
        using ManualResetEventSlim inside = new();
        using CancellationTokenSource stop = new();
        Task<IssuedCredential> slow = Task.Run(() => CredentialCache.GetOrAdd(["a"], _machine.Now, () =>
        {
            inside.Set();
            Assert.True(release.Wait(LongEnough));
            return Answer(_machine.Now.AddHours(1));
        }));
        Assert.True(inside.Wait(LongEnough));

        stop.CancelAfter(100);
        Stopwatch clock = Stopwatch.StartNew();
        _ = Assert.ThrowsAny<OperationCanceledException>(() => CredentialCache.GetOrAdd(["a"], _machine.Now, () => Answer(null), stop.Token));
        Assert.True(clock.Elapsed < LongEnough / 2, clock.Elapsed.ToString());

        release.Set();
        Assert.Same(await slow, CredentialCache.GetOrAdd(["a"], _machine.Now, () => Answer(null)));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public void After_a_failure_the_next_of_those_that_wait_asks()
    {
        const int Many = 4;
        int started = 0;
        int failed = 0;
        using Barrier together = new(Many);
        Thread[] threads = [.. Enumerable.Range(0, Many).Select(thread => new Thread(() =>
        {
            together.SignalAndWait();
            try
            {
                IssuedCredential got = CredentialCache.GetOrAdd(["a"], _machine.Now, () =>
                    Interlocked.Increment(ref started) == 1 ? throw new InvalidOperationException() : Answer(_machine.Now.AddHours(1)));
                Assert.NotNull(got);
            }
            catch (InvalidOperationException)
            {
                _ = Interlocked.Increment(ref failed);
            }
        }))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());

        Assert.Equal(1, failed);
        Assert.Equal(2, started);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public void Clearing_forgets_all()
    {
        _ = Get("a");
        CredentialCache.Clear();
        _ = Get("a");

        Assert.Equal(2, _calls);
    }

    [Fact]
    public void No_more_than_so_many_are_kept()
    {
        const int Capacity = 64;
        for (int i = 0; i < Capacity; i++)
        {
            _ = Get("k" + i);
        }

        for (int i = 0; i < Capacity; i++)
        {
            _ = Get("k" + i);
        }

        Assert.Equal(Capacity, _calls);

        // The one too many makes it forget the rest, but is kept itself.
        for (int i = 0; i < 3; i++)
        {
            _ = Get("one");
            _ = Get("more");
        }

        Assert.Equal(Capacity + 2, _calls);
        _ = Get("k0");
        Assert.Equal(Capacity + 3, _calls);
    }

    [Fact]
    public void Failures_do_not_add_up()
    {
        for (int i = 0; i < 1000; i++)
        {
            _ = Assert.Throws<InvalidOperationException>(
                () => CredentialCache.GetOrAdd(["f" + i], _machine.Now, static () => throw new InvalidOperationException()));
        }

        Assert.InRange(Keys().Count, 0, 64);
    }

    [Fact]
    public void A_loop_over_a_profile_asks_STS_once_and_the_user_for_one_code()
    {
        int asked = 0;
        _machine.AskMfaCode = _ =>
        {
            asked++;
            return "123456";
        };
        _machine.Services.OnRole = _ => FakeServices.Answer("ASIAROLE", _machine.Now.AddHours(1));
        UseRole("mfa_serial = x\n");
        for (int i = 0; i < 5; i++)
        {
            _ = _machine.Resolve("dev");
        }

        Assert.Equal(1, asked);
        _ = Assert.Single(_machine.Services.Roles);
    }

    [Fact]
    public void Another_setting_or_source_is_asked_for_anew()
    {
        _machine.Services.OnRole = _ => FakeServices.Answer("ASIAROLE", _machine.Now.AddHours(1));
        _machine.AskMfaCode = static _ => "123456";
        string[] settings =
        [
            "",
            "region = us-west-2\n",
            "role_session_name = xx\n",
            "external_id = x\n",
            "mfa_serial = x\n",
            "duration_seconds = 900\n",
            "endpoint_url = http://127.0.0.1/\n",
        ];
        foreach (string setting in settings.Concat(settings))
        {
            UseRole(setting);
            _ = _machine.Resolve("dev");
        }

        Assert.Equal(settings.Length, _machine.Services.Roles.Count);
        UseRole("", "aws_access_key_id = AKIDBASE\naws_secret_access_key = canary2\n");
        _ = _machine.Resolve("dev");
        UseRole("", "aws_access_key_id = AKIDBASE2\naws_secret_access_key = canary\n");
        _ = _machine.Resolve("dev");
        UseRole("", "aws_access_key_id = AKIDBASE\naws_secret_access_key = canary\naws_session_token = canary\n");
        _ = _machine.Resolve("dev");
        Assert.Equal(settings.Length + 3, _machine.Services.Roles.Count);
    }

    [Fact]
    public void Another_identity_token_is_asked_for_anew()
    {
        _machine.Services.OnIdentity = _ => FakeServices.Answer("ASIAWEB", _machine.Now.AddHours(1));
        _machine.Variables["AWS_ROLE_ARN"] = _machine.Role;
        foreach (string token in new[] { "canary1", "canary1", "canary2" })
        {
            _machine.Variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = _machine.Write("token", token);
            _ = _machine.Chain.FromDefaultChain();
        }

        Assert.Equal(["canary1", "canary2"], _machine.Services.Identities.Select(static r => r.Token));
    }

    [Fact]
    public void A_login_is_kept_by_account_and_role()
    {
        _machine.Services.OnLogin = _ => FakeServices.Answer("ASIALOGIN", _machine.Now.AddHours(1));
        foreach (string settings in new[] { "1\nsso_role_name = x", "1\nsso_role_name = x", "2\nsso_role_name = x", "1\nsso_role_name = y" })
        {
            _ = _machine.Config($"[profile dev]\nsso_start_url = u\nsso_region = r\nsso_account_id = {settings}\n");
            _ = _machine.Resolve("dev");
        }

        Assert.Equal(3, _machine.Services.Logins.Count);
    }

    [Fact]
    public void Nothing_that_could_be_a_secret_is_in_a_key()
    {
        _ = CredentialCache.GetOrAdd(["canary"], _machine.Now, () => Answer(_machine.Now.AddHours(1)));

        Assert.Matches("^[0-9a-f]{64}$", Assert.Single(Keys()));
    }

    // No member gives them away: what is in them cannot be seen otherwise.
    private static List<string> Keys()
    {
        object entries = typeof(CredentialCache).GetField("Entries", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
        return [.. (IEnumerable<string>)entries.GetType().GetProperty("Keys")!.GetValue(entries)!];
    }

    private IssuedCredential Get(params string?[] parts) => CredentialCache.GetOrAdd(parts, _machine.Now, () => Answer(_machine.Now.AddHours(1)));

    private IssuedCredential Answer(DateTimeOffset? end)
    {
        _ = Interlocked.Increment(ref _calls);
        return FakeServices.Answer(end: end);
    }

    private void UseRole(string settings, string keys = "aws_access_key_id = AKIDBASE\naws_secret_access_key = canary\n") =>
        _machine.Config($"[profile base]\n{keys}[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = base\n{settings}");
}
