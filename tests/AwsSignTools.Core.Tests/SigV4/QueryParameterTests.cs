using System;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class QueryParameterTests
{
    [Fact]
    public void A_query_is_split_and_each_side_decoded_once() => Assert.Equal(
        [new("a", "1"), new("b=", "=x=y"), new("c", ""), new("", "d"), new("e f", "%41+é"), new("a", "2")],
        QueryParameter.ParseQuery("a=1&b%3D==x=y&c&&=d&e%20f=%2541+%C3%A9&a=2&"));

    [Fact]
    public void An_empty_query_has_no_parameters() => Assert.Empty(QueryParameter.ParseQuery(""));

    [Theory]
    [InlineData("a=%")]
    [InlineData("%zz=a")]
    [InlineData("a=1&b=%F")]
    public void A_malformed_escape_is_refused(string query) => _ = Refused.As("UriEscapeInvalid", () => QueryParameter.ParseQuery(query));

    [Fact]
    public void A_null_query_is_named() => Assert.Throws<ArgumentNullException>("query", () => QueryParameter.ParseQuery(null!));

    [Fact]
    public void Random_queries_come_back()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            Random random = new(seed);
            QueryParameter first = new(Generated.Text(random, 20), Generated.Text(random, 200));
            QueryParameter second = new(Generated.Text(random, 20) + "n", Generated.Text(random, 200));

            Assert.True(
                QueryParameter.ParseQuery($"{Encoded(first)}&{Encoded(second)}") is [var one, var two] && one == first && two == second, $"seed {seed}");
        }

        static string Encoded(QueryParameter p) => $"{PercentEncoding.Encode(p.Name)}={PercentEncoding.Encode(p.Value)}";
    }

    // The parameter of a signed URL that is damaged in copying may well be the session token.
    [Fact]
    public void The_value_of_a_malformed_security_token_is_not_shown()
    {
        AwsSignTools.Findings.InvalidInputException e = Assert.Throws<AwsSignTools.Findings.InvalidInputException>(
            () => QueryParameter.ParseQuery("X-Amz-Security-Token=canary%2"));

        Assert.Equal("UriEscapeInvalid", e.Finding.Id);
        Assert.DoesNotContain("canary", e.ToString() + e.Finding + e.Finding.Target, StringComparison.Ordinal);
    }
}
