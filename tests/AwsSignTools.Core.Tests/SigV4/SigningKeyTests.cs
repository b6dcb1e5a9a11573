using System;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class SigningKeyTests
{
    private static readonly AwsCredential Credential = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    // The AWS General Reference, "Examples of how to derive a signing key for Signature Version 4".
    [Fact]
    public void The_key_is_as_published()
    {
        byte[] key = new byte[SigningKey.Length];

        SigningKey.Derive(Credential, new CredentialScope(Time, "us-east-1", "iam"), key);

        Assert.Equal("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9", Convert.ToHexStringLower(key));
    }

    [Fact]
    public void A_longer_span_receives_the_key_at_its_start()
    {
        byte[] key = new byte[SigningKey.Length + 4];

        SigningKey.Derive(Credential, new CredentialScope(Time, "us-east-1", "iam"), key);

        Assert.Equal("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b900000000", Convert.ToHexStringLower(key));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        CredentialScope scope = new(Time, "us-east-1", "iam");

        Assert.Throws<ArgumentNullException>("credential", () => SigningKey.Derive(null!, scope, new byte[32]));
        Assert.Throws<ArgumentException>("key", () => SigningKey.Derive(Credential, scope, new byte[31]));
    }

    [Fact]
    public void The_scope_is_of_the_utc_day()
    {
        CredentialScope scope = new(new DateTimeOffset(2015, 8, 30, 23, 30, 0, TimeSpan.FromHours(-1)), "us-east-1", "iam");

        Assert.Equal("20150831/us-east-1/iam/aws4_request", scope.ToString());
        Assert.Equal(new DateTime(2015, 8, 31, 0, 0, 0, DateTimeKind.Utc), scope.Date);
    }
}
