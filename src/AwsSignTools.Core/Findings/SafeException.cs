using System;
using System.IO;

namespace AwsSignTools.Findings;

/// <summary>Exceptions of the platform as they may be shown: views of errors print the messages of inner exceptions, too.</summary>
internal static class SafeException
{
    /// <summary>The exception itself if all its texts are safe; otherwise one of the same kind with safe texts.</summary>
    public static Exception? Of(Exception? exception)
    {
        if (exception is null || IsSafe(exception))
        {
            return exception;
        }

        string message = SafeText.Of(exception.Message);
        Exception? inner = Of(exception.InnerException);
        return exception switch
        {
            FileNotFoundException => new FileNotFoundException(message, inner),
            DirectoryNotFoundException => new DirectoryNotFoundException(message, inner),
            PathTooLongException => new PathTooLongException(message, inner),
            IOException => new IOException(message, inner),
            UnauthorizedAccessException => new UnauthorizedAccessException(message, inner),
            NotSupportedException => new NotSupportedException(message, inner),
            FormatException => new FormatException(message, inner),
            ArgumentException => new ArgumentException(message, inner),
            _ => new InvalidOperationException($"{exception.GetType().Name}: {message}", inner),
        };
    }

    private static bool IsSafe(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (!IsSafe(e.Message) || !IsSafe((e as FileNotFoundException)?.FileName))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSafe(string? text) => text is null || ReferenceEquals(SafeText.Of(text), text);
}
