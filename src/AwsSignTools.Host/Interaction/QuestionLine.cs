using System.IO;
using System.Security;
using AwsSignTools.Host.Terminal;

namespace AwsSignTools.Host.Interaction;

/// <summary>Where questions are shown and answers come from.</summary>
internal sealed class QuestionLine(TextWriter writer, LineReader reader)
{
    internal void WriteHeading(string? caption, string? message)
    {
        if (!string.IsNullOrEmpty(caption))
        {
            writer.WriteLine();
            writer.WriteLine(caption);
        }

        if (!string.IsNullOrEmpty(message))
        {
            writer.WriteLine(message);
        }
    }

    internal void WriteLine(string text) => writer.WriteLine(text);

    /// <summary>Null at the end of the input.</summary>
    internal string? Ask(string question)
    {
        writer.Write(question);
        return reader.ReadLine();
    }

    /// <summary>Null at the end of the input.</summary>
    internal SecureString? AskSecret(string question)
    {
        writer.Write(question);
        return reader.ReadSecret();
    }
}
