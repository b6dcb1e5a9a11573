using AwsSignTools.Host.Terminal;
using Xunit;

namespace AwsSignTools.Host.Tests.Terminal;

public class LineHistoryTests
{
    [Fact]
    public void It_goes_back_to_the_first_line_and_forward_to_an_empty_one()
    {
        LineHistory history = new();
        history.Add("a");
        history.Add("b");
        history.Add("b");

        Assert.Equal("b", history.Previous());
        Assert.Equal("a", history.Previous());
        Assert.Null(history.Previous());
        Assert.Equal("b", history.Next());
        Assert.Empty(history.Next()!);
        Assert.Null(history.Next());
    }

    [Fact]
    public void A_new_line_is_the_next_to_go_back_to()
    {
        LineHistory history = new();
        history.Add("a");
        _ = history.Previous();
        history.Add("b");

        Assert.Equal("b", history.Previous());
    }
}
