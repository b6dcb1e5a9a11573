using System;

namespace AwsSignTools.Module.Tests.Foreign;

/// <summary>An object whose property fails, with a message that nobody should see.</summary>
/// <param name="message">The message.</param>
internal sealed class FailingObject(string message)
{
    public string AccessKeyId { get; } = "AKIDFAILING";

    public string SecretAccessKey => throw new InvalidOperationException(message);
}
