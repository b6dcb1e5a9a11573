using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Findings;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis.Connect;

/// <summary>What is signed besides the URL is sent with it; and a server that looks at no signature is not said to have found it right.</summary>
public class SignedHeaderConnectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signed_headers_and_the_signed_host_are_sent(bool isWebSocket)
    {
        using ConnectService server = new("execute-api");
        List<string> received = [];
        server.Instead = context =>
        {
            received.Add($"{context.Request.Headers.Host} {context.Request.Headers["X-Demo"]}");
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        };
        string url = (isWebSocket ? server.WebSocketUrl : server.HttpUrl) + new Uri(Connecting.Sign(server)).PathAndQuery;

        ConnectionResult result = await Connecting.Run(url, new ConnectionOptions { TimeLimit = Connecting.Patient.TimeLimit, Headers = [new("Host", "db.example:8182"), new("X-Demo", "a b")] });

        Assert.Equal(403, result.StatusCode);
        Assert.All(received, static line => Assert.Equal("db.example:8182 a b", line));
        Assert.NotEmpty(received);
    }

    [Fact]
    public async Task A_service_that_took_the_signer_for_nobody_did_not_look_at_the_signature()
    {
        using ConnectService server = new("execute-api")
        {
            Fault = ConnectService.Refusal(
                403,
                "AccessDeniedException",
                "User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-west-2:********9012:abc/prod/GET/ with an explicit deny"),
        };

        (_, Finding finding) = await Connecting.DiagnoseOne(Connecting.Sign(server), "ConnectSignatureUnseen");

        Assert.DoesNotContain("is right", finding.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_IAM", finding.Remedy, StringComparison.Ordinal);
    }
}
