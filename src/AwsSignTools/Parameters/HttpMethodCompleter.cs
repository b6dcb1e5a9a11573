namespace AwsSignTools.Parameters;

/// <summary>Completes HTTP methods.</summary>
public sealed class HttpMethodCompleter() : WordCompleter("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH");
