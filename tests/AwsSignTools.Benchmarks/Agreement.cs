using System;

namespace AwsSignTools.Benchmarks;

/// <summary>What is measured must do the same work: that is held before it is timed.</summary>
internal static class Agreement
{
    /// <summary>Ends the run where two do not agree.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public static void Require(bool agrees, string message)
    {
        if (!agrees)
        {
            throw new InvalidOperationException(message);
        }
    }
}
