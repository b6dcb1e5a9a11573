using System;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class SignableRequestTests
{
    [Theory]
    [InlineData("")]
    [InlineData("GET ")]
    [InlineData("GET\nX")]
    [InlineData("GÉT")]
    public void A_method_that_is_no_token_is_refused(string method) =>
        _ = Refused.As("MethodInvalid", method, () => new SignableRequest(method, Known.Endpoint, "/"));

    [Fact]
    public void The_case_of_a_method_counts()
    {
        SignableRequest request = new("m-Search", Known.Endpoint, "");

        Assert.Equal("m-Search", request.Method);
        Assert.Equal("/", request.Path);
        Assert.Equal(SignableRequest.EmptyPayloadHash, request.PayloadHash);
        Assert.Empty(request.Query);
        Assert.Empty(request.Headers);
    }

    // The hash is the last line of the canonical request, and is sent as a header.
    [Theory]
    [InlineData("")]
    [InlineData("abc\ndef")]
    [InlineData("abc def")]
    public void A_payload_hash_that_is_not_one_line_of_a_word_is_refused(string hash) =>
        _ = Refused.As("PayloadHashInvalid", hash, () => new SignableRequest("GET", Known.Endpoint, "/", payloadHash: hash));

    [Fact]
    public void Null_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>("method", () => new SignableRequest(null!, Known.Endpoint, "/"));
        Assert.Throws<ArgumentNullException>("endpoint", () => new SignableRequest("GET", null!, "/"));
        Assert.Throws<ArgumentNullException>("path", () => new SignableRequest("GET", Known.Endpoint, null!));
        Assert.Throws<ArgumentNullException>("payloadHash", () => new SignableRequest("GET", Known.Endpoint, "/", payloadHash: null!));
    }
}
