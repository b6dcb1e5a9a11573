namespace AwsSignTools.Host.Tests.Running;

/// <summary>What a run of the program left.</summary>
public sealed record HostResult(string Output, string Error, int ExitCode);
