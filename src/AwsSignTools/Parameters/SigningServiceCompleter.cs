namespace AwsSignTools.Parameters;

/// <summary>Completes the SigV4 names of services that take signed event streams.</summary>
public sealed class SigningServiceCompleter() : WordCompleter("bedrock", "lex", "polly", "transcribe");
