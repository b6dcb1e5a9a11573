namespace AwsSignTools.Module.Tests.Engine;

/// <summary>Input that the tests share: AWS's own example key, and resources that nobody owns.</summary>
internal static class Sample
{
    public const string AccessKey = "AKIAIOSFODNN7EXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    public const string ChannelArn = "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo-channel/1234567890123";
    public const string ViewerEndpoint = "wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com";
    public const string ClientId = "d7d1c6e2-9cb0-4d61-bea9-ecb3d3816557";
    public const string UserArn = "arn:aws:chime:us-east-1:123456789012:app-instance/4d2b9a3e-1a2b-4c3d-8e9f-a1b2c3d4e5f6/user/me";
    public const string ChimeEndpoint = "node001.ue1.ws-messaging.chime.aws";
    public const string IvsChannelArn = "arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh";
    public const string Seed = "e1d8e8c8815e60969f2a34765c9a15945ffc0badbaa4b7e3b163ea19131e949b";

    /// <summary>The parameters that give the key, to be put behind a cmdlet.</summary>
    public const string Keys = $"-AccessKey {AccessKey} -SecretKey {SecretKey}";

    /// <summary>A viewer's URL but for its key.</summary>
    public const string ViewerUrl = $"New-KvsSignedUrl -Endpoint {ViewerEndpoint} -ChannelArn {ChannelArn} -ClientId {ClientId}";

    /// <summary>A messaging URL but for its key.</summary>
    public const string ConnectUrl = $"New-ChimeConnectUrl -Endpoint {ChimeEndpoint} -UserArn {UserArn}";
}
