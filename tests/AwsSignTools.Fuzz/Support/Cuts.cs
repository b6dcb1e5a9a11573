using System;

namespace AwsSignTools.Fuzz.Support;

/// <summary>Numbers that follow from an input alone, so that an input that fails once fails always.</summary>
internal static class Cuts
{
    /// <summary>A number below a limit.</summary>
    public static int Below(int limit, ReadOnlySpan<byte> input)
    {
        uint hash = 2166136261;
        foreach (byte b in input)
        {
            hash = (hash ^ b) * 16777619;
        }

        return (int)(hash % (uint)limit);
    }
}
