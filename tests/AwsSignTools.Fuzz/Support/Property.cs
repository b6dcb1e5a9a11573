using System;
using System.Collections;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Fuzz.Support;

/// <summary>A property that does not hold for an input.</summary>
internal sealed class PropertyException(string message) : Exception(message);

/// <summary>Checks that targets share.</summary>
internal static class Property
{
    // What a reader may allocate for the shortest input: its result, a finding, an exception with its stack trace.
    private const long SmallestLimit = 128 * 1024;

    /// <summary>Fails unless a property holds.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="statement">The property, as a sentence.</param>
    public static void Holds(bool holds, string statement)
    {
        if (!holds)
        {
            throw new PropertyException(statement);
        }
    }

    /// <summary>Fails unless two values are equal.</summary>
    public static void AreEqual<T>(T expected, T actual, string statement) =>
        Holds(EqualityComparer<T>.Default.Equals(expected, actual), $"{statement} Expected: {expected}. Actual: {actual}.");

    /// <summary>Fails unless two sequences of bytes are equal.</summary>
    public static void AreSameBytes(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string statement)
    {
        if (!expected.SequenceEqual(actual))
        {
            throw new PropertyException($"{statement} Expected: {Convert.ToHexString(expected)}. Actual: {Convert.ToHexString(actual)}.");
        }
    }

    /// <summary>Runs a reader, and fails if it allocates more than a multiple of its input's length.</summary>
    /// <param name="length">The length of the input.</param>
    /// <param name="multiple">The multiple.</param>
    /// <param name="read">Reads the input.</param>
    public static T Bounded<T>(int length, int multiple, Func<T> read)
    {
        long limit = SmallestLimit + ((long)multiple * length);
        long start = GC.GetAllocatedBytesForCurrentThread();
        T result = read();
        if (GC.GetAllocatedBytesForCurrentThread() - start <= limit)
        {
            return result;
        }

        // The first call may also have made what is made once.
        start = GC.GetAllocatedBytesForCurrentThread();
        result = read();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - start;
        Holds(allocated <= limit, $"A reader allocates at most {multiple} times its input and {SmallestLimit} bytes. It allocated {allocated} bytes for {length}.");
        return result;
    }

    /// <summary>Fails if a secret is in any text of a finding.</summary>
    public static void Conceals(Finding finding, string secret)
    {
        IsAbsent(finding.Message, secret, finding.Id);
        IsAbsent(finding.Remedy, secret, finding.Id);
        IsAbsent(finding.Rule, secret, finding.Id);
        IsAbsent(finding.Target?.ToString(), secret, finding.Id);
        IsAbsent(finding.ToString(), secret, finding.Id);
    }

    /// <summary>Fails if a secret is in any text or datum of an exception, or of one within it.</summary>
    public static void Conceals(Exception exception, string secret)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            string name = e.GetType().Name;
            IsAbsent(e.Message, secret, name);
            foreach (DictionaryEntry datum in e.Data)
            {
                IsAbsent(datum.Key.ToString(), secret, name);
                IsAbsent(datum.Value?.ToString(), secret, name);
            }
        }

        IsAbsent(exception.ToString(), secret, exception.GetType().Name);
    }

    private static void IsAbsent(string? text, string secret, string where) =>
        Holds(text?.Contains(secret, StringComparison.Ordinal) != true, $"No message shows a secret. {where} does: {text}");
}
