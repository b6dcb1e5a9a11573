namespace AwsSignTools.Parameters;

/// <summary>Completes the SigV4 names of services, those that take signed event streams among them.</summary>
public sealed class SigningServiceCompleter() : WordCompleter(
    "bedrock", "chime", "execute-api", "iotdevicegateway", "kinesis", "kinesisvideo", "lex", "polly", "s3", "sqs", "sts", "transcribe");
