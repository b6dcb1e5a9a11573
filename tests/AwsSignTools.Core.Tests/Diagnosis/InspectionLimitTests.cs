using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis;

/// <summary>A URL of many parts, whose signature is wrong, is judged in work that grows as its length does.</summary>
public sealed class InspectionLimitTests
{
    // What a check takes for each character of the URL; and the search for the cause of a URL of ordinary length, whatever the URL.
    private const int BytesForEachCharacter = 300;
    private const int Constant = 4_000_000;

    private static readonly AwsCredential Credential = new("AKIDEXAMPLE", "another-secret");

    public static TheoryData<string, string> Parts => new()
    {
        { "names", "a&" },
        { "parameters", "a=&" },
        { "named", "a{0}=1&" },
        { "reversed", "a{1}=1&" },
        { "escaped", "%2525={0}%2f+!&" },
        { "ARNs", "a=arn:aws:s:r{0}:1:x&" },
        { "one name", "X-Amz-ChannelARN=&" },
        { "signing", "X-Amz-Date=&" },
        { "separators", "&" },
        { "segments", "/a" },
        { "dots", "/.." },
        { "slashes", "/" },
        { "scope", "/" },
        { "signed headers", "h{0};" },
        { "one signed header", "h;" },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void The_work_grows_as_the_length(string what, string part)
    {
        string url = Make(what, part, 15_000);
        _ = Inspect(url);

        long before = GC.GetAllocatedBytesForCurrentThread();
        SignedUrlReport report = Inspect(url);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.False(report.Valid);
        Assert.True(allocated <= ((long)url.Length * BytesForEachCharacter) + Constant, $"{allocated} bytes for {url.Length} characters");
    }

    // Work that takes no memory: it would be that of minutes, if it were to grow as the square.
    [Theory]
    [InlineData("reversed", "a{1}=1&")]
    [InlineData("ARNs", "a=arn:aws:s:r{0}:1:x&")]
    [InlineData("one name", "X-Amz-ChannelARN=&")]
    [InlineData("segments", "/a")]
    [InlineData("dots", "/a/..")]
    [InlineData("signed headers", "h{0};")]
    public void Many_parts_are_judged(string what, string part)
    {
        string url = Make(what, part, 200_000);

        Assert.False(Guarded.Run(() => Inspect(url)).Valid);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_header_is_looked_at_a_few_times(bool isSigned)
    {
        const int Count = 15_000;
        CountingList headers = new([.. Enumerable.Range(0, Count).Select(static i => new KeyValuePair<string, string>(Name(Count - i), "value"))]);
        string list = "host;" + string.Join(';', Enumerable.Range(1, isSigned ? Count : 1).Select(Name));
        string url = new FaultySigner { SignedHeaders = list }.Sign();

        SignedUrlReport report = Guarded.Run(() => Inspect(url, headers));

        Assert.False(report.SignatureValid);
        Assert.InRange(headers.Looks, 1, 4 * Count);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(15_000, false)]
    public void The_cause_of_a_URL_is_searched_if_a_service_would_accept_it(int parameters, bool isSearched)
    {
        string url = new FaultySigner { Query = [.. Enumerable.Range(0, parameters - 10).Select(static i => ("a" + i.ToString(CultureInfo.InvariantCulture), "1"))] }.Sign() + "&b=1";

        SignedUrlReport report = Inspect(url, [], new AwsCredential("AKIDEXAMPLE", new FaultySigner().Secret));

        Assert.Equal(isSearched, report.Findings.Any(static f => f.Id == "ParameterAddedAfterSigning" && f.Severity == FindingSeverity.Error));
        Assert.Equal(!isSearched, report.Findings.Single(static f => f.Id == "SignatureMismatch").Message.Contains("was not searched", StringComparison.Ordinal));
    }

    private static string Name(int number) => "h" + number.ToString("D6", CultureInfo.InvariantCulture);

    private static string Make(string what, string part, int count)
    {
        string many = string.Concat(Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, part, i, count - i)));
        string url = new FaultySigner().Sign();
        return what switch
        {
            "segments" or "dots" or "slashes" => url.Replace("/?", many + "/?", StringComparison.Ordinal),
            "scope" => url.Replace("AKIDEXAMPLE", "AKIDEXAMPLE" + many, StringComparison.Ordinal),
            "signed headers" or "one signed header" => url.Replace("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=" + many + "host", StringComparison.Ordinal),
            _ => url.Replace("&X-Amz-ClientId", "&" + many + "X-Amz-ClientId", StringComparison.Ordinal),
        };
    }

    private static SignedUrlReport Inspect(string url, IReadOnlyList<KeyValuePair<string, string>>? headers = null, AwsCredential? credential = null) =>
        SignedUrlInspector.Inspect(
            url,
            new InspectionOptions(FaultySigner.Time)
            {
                Credential = credential ?? Credential,
                Headers = headers ?? [new("h", new string('v', 30_000))],
            });

    /// <summary>Counts how often a header is looked at.</summary>
    private sealed class CountingList(KeyValuePair<string, string>[] items) : IReadOnlyList<KeyValuePair<string, string>>
    {
        public int Looks { get; private set; }

        public int Count => items.Length;

        public KeyValuePair<string, string> this[int index]
        {
            get
            {
                Looks++;
                return items[index];
            }
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
        {
            for (int i = 0; i < items.Length; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
