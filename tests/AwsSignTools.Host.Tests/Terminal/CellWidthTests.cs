using AwsSignTools.Host.Terminal;
using Xunit;

namespace AwsSignTools.Host.Tests.Terminal;

public class CellWidthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("Gr\u00fc\u00dfe", 5)]
    [InlineData("e\u0301", 1)]
    [InlineData("\u65e5\u672c", 4)]
    [InlineData("\U0001F600", 2)]
    [InlineData("\u001b[31;1mred\u001b[0m", 3)]
    [InlineData("\u001b[31", 0)]
    public void Text_takes_the_columns_a_terminal_gives_it(string text, int expected)
    {
        Assert.Equal(expected, CellWidth.Of(text));
    }
}
