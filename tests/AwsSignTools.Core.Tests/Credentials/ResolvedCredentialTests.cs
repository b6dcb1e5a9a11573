using System;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

public sealed class ResolvedCredentialTests
{
    [Theory]
    [InlineData(3600, 3300)]
    [InlineData(43200, 42900)]
    [InlineData(900, 600)]
    [InlineData(601, 301)]
    [InlineData(600, 300)]
    [InlineData(599, 299.5)]
    [InlineData(60, 30)]
    [InlineData(0, 0)]
    [InlineData(-60, -30)]
    public void It_is_renewed_five_minutes_before_its_end_but_not_in_the_first_half_of_its_life(double life, double renewal) => Assert.Equal(
        Known.Time.AddSeconds(renewal), ResolvedCredential.RenewalOf(FakeServices.Credential(end: Known.Time.AddSeconds(life)), Known.Time));

    [Fact]
    public void What_has_no_end_is_not_renewed() => Assert.Null(ResolvedCredential.RenewalOf(FakeServices.Credential(), Known.Time));

    [Fact]
    public void The_renewal_of_any_life_is_within_it_and_never_so_early_that_it_is_asked_for_again_and_again()
    {
        Random random = new(20150830);
        for (int i = 0; i < 5000; i++)
        {
            DateTimeOffset start = Generated.Time(random);
            TimeSpan life = TimeSpan.FromTicks((long)(Math.Pow(random.NextDouble(), 6) * TimeSpan.FromDays(400).Ticks));
            DateTimeOffset end = (start + life).ToOffset(TimeSpan.FromHours(random.Next(-14, 15)));
            DateTimeOffset renewal = ResolvedCredential.RenewalOf(FakeServices.Credential(end: end), start)!.Value;

            Assert.True(renewal >= start + (life / 2) - TimeSpan.FromTicks(1), $"{life}");
            Assert.True(renewal <= end, $"{life}");
            Assert.True(end - renewal <= TimeSpan.FromMinutes(5), $"{life}");
        }
    }

    [Fact]
    public void What_has_ended_is_to_be_renewed_at_once()
    {
        Random random = new(42);
        for (int i = 0; i < 1000; i++)
        {
            DateTimeOffset now = Generated.Time(random);
            Assert.True(ResolvedCredential.RenewalOf(FakeServices.Credential(end: now - TimeSpan.FromSeconds(random.Next())), now) <= now);
        }
    }

    [Fact]
    public void The_first_and_the_last_moment_are_no_failure()
    {
        DateTimeOffset[] moments = [DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddMinutes(1), Known.Time, DateTimeOffset.MaxValue.AddMinutes(-1), DateTimeOffset.MaxValue];
        foreach (DateTimeOffset end in moments)
        {
            foreach (DateTimeOffset now in moments)
            {
                Assert.True(ResolvedCredential.RenewalOf(FakeServices.Credential(end: end), now) <= (end > now ? end : now));
            }
        }
    }

    [Fact]
    public void A_text_of_it_shows_nothing_secret()
    {
        ResolvedCredential resolved = new(new AwsCredential("AKIDEXAMPLE", "canary", "canary", Known.Time), "-Credential", "us-west-2");

        Assert.Contains("AKIDEXAMPLE ***", resolved.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", resolved.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", FakeServices.Answer().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_that_is_null_is_named() =>
        Assert.Throws<ArgumentNullException>("credential", static () => ResolvedCredential.RenewalOf(null!, Known.Time));
}
