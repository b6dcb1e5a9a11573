using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

/// <summary>Requests of many parameters and headers, in any order: signed as those of few are, and soon enough.</summary>
public sealed class ManyPartsTests
{
    // In an order that is the worst for them, work that grew as the square would take minutes.
    private const int Many = 400_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(2)]
    [InlineData(57)]
    [InlineData(58)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(2000)]
    public void Parameters_of_any_number_are_in_canonical_order(int count)
    {
        Random random = new(count);
        for (int round = 0; round < 5; round++)
        {
            // Names that come twice, and values that do.
            QueryParameter[] query = [.. Enumerable.Range(0, count).Select(_ => new QueryParameter(Generated.Name(random, 2), Generated.Name(random, 1)))];
            SignedUrl url = new SigV4Presigner("service").Presign(Known.Get("/", query), Known.Credential, "us-east-1", Known.Time, Life);

            string[] written = url.CanonicalRequest.Split('\n')[2].Split('&');
            string[] own = [.. written.Where(static p => !p.StartsWith("X-Amz-", StringComparison.Ordinal))];
            Assert.Equal(count + 5, written.Length);
            Assert.Equal(
                query.OrderBy(static p => p.Name, StringComparer.Ordinal).ThenBy(static p => p.Value, StringComparer.Ordinal).Select(static p => $"{p.Name}={p.Value}"),
                own);
            Assert.Equal(written.OrderBy(static p => p.Split('=')[0], StringComparer.Ordinal).Select(static p => p.Split('=')[0]), written.Select(static p => p.Split('=')[0]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Many_parameters_are_signed_soon_enough(bool isReversed)
    {
        QueryParameter[] query = [.. Enumerable.Range(0, Many).Select(i => new QueryParameter(Name(isReversed ? Many - i : (int)(i * 7919L % Many)), "1"))];

        SignedUrl url = Guarded.Run(() => new SigV4Presigner("service").Presign(Known.Get("/", query), Known.Credential, "us-east-1", Known.Time, Life));

        Assert.True(url.Url.Length > Many * 8);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(500)]
    public void Headers_of_any_number_are_in_canonical_order(int count)
    {
        Random random = new(count);
        KeyValuePair<string, string>[] headers = [.. Enumerable.Range(0, count).Select(i => new KeyValuePair<string, string>(
            "x" + Generated.Name(random, 1).Replace('~', 'z'), " " + i.ToString(CultureInfo.InvariantCulture) + "  "))];

        string[] lines = Sign(headers).CanonicalRequest.Split('\n');

        Assert.Equal(
            headers.GroupBy(static h => h.Key.ToLowerInvariant(), static h => h.Value.Trim(), StringComparer.Ordinal)
                .OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => $"{g.Key}:{string.Join(',', g)}"),
            lines.Where(static l => l.Length > 2 && l[0] == 'x' && l[2] == ':'));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Many_headers_are_signed_soon_enough(bool areOneName)
    {
        const int Count = Many / 2;
        KeyValuePair<string, string>[] headers = [.. Enumerable.Range(0, Count).Select(
            i => new KeyValuePair<string, string>(areOneName ? "x-one" : "x-" + Name(Count - i), "a value of some length"))];

        SignedRequest request = Guarded.Run(() => Sign(headers));

        Assert.Equal(areOneName ? 3 : Count + 2, request.Headers.Count);
    }

    private static string Name(int number) => "p" + number.ToString("D7", CultureInfo.InvariantCulture);

    private static SignedRequest Sign(KeyValuePair<string, string>[] headers) =>
        new SigV4HeaderSigner("service").Sign(new SignableRequest("GET", Known.Endpoint, "/", [], headers), Known.Credential, "us-east-1", Known.Time);
}
