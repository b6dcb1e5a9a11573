namespace AwsSignTools.Parameters;

/// <summary>Completes the <c>:message-type</c> of a message.</summary>
public sealed class MessageTypeCompleter() : WordCompleter("error", "event", "exception");
