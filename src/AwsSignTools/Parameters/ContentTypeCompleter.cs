namespace AwsSignTools.Parameters;

/// <summary>Completes the usual <c>:content-type</c> of a message.</summary>
public sealed class ContentTypeCompleter() : WordCompleter("application/json", "application/octet-stream", "text/plain");
