using System;
using System.Text;
using System.Threading.Tasks;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis.Connect;

/// <summary>Servers that repeat the request: nothing secret of it is in the result, in no spelling and in no part.</summary>
public class ConnectionEchoTests
{
    private const string Token = "IQoJb3/ZZbx+Kd0=rS/nN9a7Wv1/Uq+Yp5+Tz==";
    private const string Signature = "b228dbec8c1008c80c162e1210e4503dceead1e4d4751b4d9787314fd6da4d55";
    private const string Query = "/?X-Amz-Security-Token=IQoJb3%2FZZbx%2BKd0%3DrS%2FnN9a7Wv1%2FUq%2BYp5%2BTz%3D%3D&X-Amz-Signature=" + Signature;

    [Theory]
    [InlineData("IQoJb3%2fZZbx%2bKd0%3drS%2fnN9a7Wv1%2fUq%2bYp5%2bTz%3d%3d")]
    [InlineData("IQoJb3&#x2F;ZZbx&#43;Kd0&#61;rS&sol;nN9a7Wv1&#47;Uq&plus;Yp5&#x2b;Tz&equals;=")]
    [InlineData("IQoJb3\\/ZZbx\\u002bKd0=rS\\/nN9a7Wv1\\u002FUq+Yp5+Tz==")]
    [InlineData("IQoJb3%252FZZbx%252BKd0%253DrS%252FnN9a7Wv1%252FUq%252BYp5%252BTz%253D%253D")]
    public async Task A_token_is_hidden_in_each_spelling(string spelled)
    {
        string body = $"before {spelled} after";
        using RawServer server = RawServer.Answering(
            $"HTTP/1.1 403 No {spelled}\r\nx-amzn-RequestId: {spelled}\r\nx-amzn-ErrorType: E{spelled}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        ConnectionResult result = await Connecting.Run($"http://127.0.0.1:{server.Port}{Query}");

        Assert.Equal("before *** after", result.Body);
        Assert.Equal(("No ***", "***", "E***"), (result.ReasonPhrase, result.RequestId, result.ErrorType));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(60)]
    public async Task A_body_that_is_cut_within_a_secret_shows_no_part_of_it(int shown)
    {
        string body = new string(' ', (16 * 1024) - shown) + Signature + "…";
        using RawServer server = RawServer.Answering($"HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n{body}");

        ConnectionResult result = await Connecting.Run($"http://127.0.0.1:{server.Port}{Query}");

        Assert.Equal("***", result.Body!.Trim());
    }

    [Theory]
    [InlineData("{0}\"message\":\"{1}\"{2}", "\\/")]
    [InlineData("<Error><Code>E</Code><Message>{1}</Message></Error>", "&#x2F;")]
    public async Task A_message_that_is_cut_within_a_secret_shows_no_part_of_it(string form, string slash)
    {
        for (int shown = 8; shown < Token.Length; shown += 10)
        {
            string words = new string('x', 2046 - shown) + ": " + Token.Replace("/", slash, StringComparison.Ordinal);
            string body = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, "{", words, "}");
            using RawServer server = RawServer.Answering($"HTTP/1.1 403 Forbidden\r\nContent-Length: {body.Length}\r\n\r\n{body}");

            ConnectionResult result = await Connecting.Run($"http://127.0.0.1:{server.Port}{Query}");

            Assert.EndsWith("xx: ***", result.ErrorMessage, StringComparison.Ordinal);
            Assert.DoesNotContain(Token[..4], result.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_signed_header_is_hidden_too()
    {
        using RawServer server = new(static async (stream, ending) =>
        {
            string head = await RawServer.ReadHeadAsync(stream, ending);
            await RawServer.WriteAsync(stream, $"HTTP/1.1 400 Bad Request\r\nContent-Length: {head.Length}\r\n\r\n{head}", ending);
        });
        ConnectionOptions options = new()
        {
            TimeLimit = Connecting.Patient.TimeLimit,
            Headers = [new("X-Amz-Security-Token", Token), new("Authorization", $"AWS4-HMAC-SHA256 Credential=AKIA/20260101, SignedHeaders=host, Signature={Signature}")],
        };

        ConnectionResult result = await Connecting.Run($"http://127.0.0.1:{server.Port}/", options);

        Assert.Contains("X-Amz-Security-Token: ***", result.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("AWS4-HMAC-SHA256 Credential=AKIA/20260101, SignedHeaders=host, Signature=***", result.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task A_first_message_shows_none_nor_the_part_of_one_that_arrived(bool isBinary, bool isWhole)
    {
        byte[] text = Encoding.ASCII.GetBytes($"you sent {(isWhole ? Token + " " + Signature + " to us" : Token[..20])}");
        using RawServer server = RawServer.Upgrading(
            [(byte)((isWhole ? 0x80 : 0) | (isBinary ? 2 : 1)), 126, (byte)(text.Length >> 8), (byte)text.Length, .. text],
            static (stream, ending) => stream.ReadAsync(new byte[64], ending).AsTask());

        ConnectionResult result = await Connecting.Run(
            $"ws://127.0.0.1:{server.Port}{Query}", new ConnectionOptions { TimeLimit = Connecting.Patient.TimeLimit, MessageWait = TimeSpan.FromSeconds(2) });

        string shown = result.FirstMessage as string ?? Encoding.ASCII.GetString((byte[])result.FirstMessage!);
        Assert.Equal(isWhole ? "you sent *** *** to us" : "you sent ***", shown);
        Assert.Equal(isBinary, result.FirstMessage is byte[]);
    }
}
