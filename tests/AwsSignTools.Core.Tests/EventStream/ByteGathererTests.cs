using System;
using AwsSignTools.EventStream;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class ByteGathererTests
{
    [Fact]
    public void Bytes_are_gathered_to_full_payloads_and_a_rest()
    {
        ByteGatherer gatherer = new(3);

        Assert.Equal((false, false, true), (gatherer.Add(1), gatherer.Add(2), gatherer.Add(3)));
        Assert.Equal([1, 2, 3], gatherer.Take().ToArray());
        Assert.False(gatherer.Add(4));
        Assert.Equal([4], gatherer.Take().ToArray());
        Assert.Equal(0, gatherer.Take().Length);
    }

    [Fact]
    public void A_payload_of_one_byte_is_full_at_once()
    {
        ByteGatherer gatherer = new(1);

        Assert.True(gatherer.Add(9));
        Assert.Equal([9], gatherer.Take().ToArray());
        Assert.True(gatherer.Add(8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_payload_has_at_least_one_byte(int size) => Assert.Throws<ArgumentOutOfRangeException>(nameof(size), () => new ByteGatherer(size));
}
