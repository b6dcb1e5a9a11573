using System;
using System.Globalization;
using System.Threading.Tasks;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class AmzDateTests
{
    [Fact]
    public void A_time_is_written_in_utc_without_a_fraction()
    {
        Assert.Equal("20191201T000000Z", AmzDate.Format(new DateTimeOffset(2019, 12, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal("20200801T223241Z", AmzDate.Format(new DateTimeOffset(2020, 8, 1, 15, 32, 41, TimeSpan.FromHours(-7)).AddTicks(9_999_999)));
        Assert.Equal("00010101T000000Z", AmzDate.Format(DateTimeOffset.MinValue));
        Assert.Equal("99991231T235959Z", AmzDate.Format(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Truncation_drops_the_fraction_and_the_offset()
    {
        DateTimeOffset time = AmzDate.Truncate(new DateTimeOffset(1965, 1, 1, 1, 0, 0, TimeSpan.FromHours(1)).AddTicks(-1));

        Assert.Equal(new DateTimeOffset(1964, 12, 31, 23, 59, 59, TimeSpan.Zero), time);
        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    [Fact]
    public void Each_time_has_its_own_text_whatever_was_written_before_it_and_on_other_threads()
    {
        DateTimeOffset[] edges =
        [
            DateTimeOffset.MinValue,
            DateTimeOffset.MaxValue,
            new(2024, 2, 29, 0, 0, 0, TimeSpan.Zero),
            new(2024, 12, 31, 23, 59, 59, TimeSpan.Zero),
            new(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(14)),
        ];

        // A tick, a second and a day to each side: the same second, the next one, the same day, the next one.
        long[] steps = [0, 1, -1, TimeSpan.TicksPerSecond - 1, TimeSpan.TicksPerSecond, -TimeSpan.TicksPerSecond, TimeSpan.TicksPerDay - 1, TimeSpan.TicksPerDay, -TimeSpan.TicksPerDay];
        _ = Parallel.For(0, 4, thread =>
        {
            Random random = new(thread);
            for (int i = 0; i < 20_000; i++)
            {
                DateTimeOffset edge = edges[random.Next(edges.Length)];
                long step = steps[random.Next(steps.Length)];
                DateTimeOffset time = step > (DateTimeOffset.MaxValue - edge).Ticks || step < (DateTimeOffset.MinValue - edge).Ticks ? edge : edge.AddTicks(step);

                Assert.Equal(time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), AmzDate.Format(time));
                Assert.Equal(time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture), AmzDate.FormatDay(time.UtcDateTime));
            }
        });
    }
}
