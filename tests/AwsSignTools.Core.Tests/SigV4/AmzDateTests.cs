using System;
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
}
