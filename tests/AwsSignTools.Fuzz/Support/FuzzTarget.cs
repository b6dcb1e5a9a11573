using System;
using System.Collections.Generic;
using AwsSignTools.Fuzz.Targets;

namespace AwsSignTools.Fuzz.Support;

/// <summary>
/// A reader of untrusted input, and what must hold for any input. Making a target must not call Core: instrumented code can run only once SharpFuzz has begun.
/// </summary>
internal abstract class FuzzTarget
{
    /// <summary>Every target.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new JsonTarget(),
        new FrameTarget(),
        new HeaderTarget(),
        new UrlTarget(),
        new TokenTarget(),
        new KeyTarget(),
        new ProfileTarget(),
    ];

    /// <summary>The name, which is also that of the folder of its corpus.</summary>
    public abstract string Name { get; }

    /// <summary>Inputs that the target makes itself, beside those of its corpus.</summary>
    public virtual IReadOnlyList<byte[]> Seeds => [];

    /// <summary>Reads an input and checks every property of the target.</summary>
    /// <exception cref="PropertyException">A property does not hold.</exception>
    public abstract void Check(byte[] input);

    /// <summary>The target of a name.</summary>
    /// <exception cref="ArgumentException">There is no such target.</exception>
    public static FuzzTarget Find(string name)
    {
        foreach (FuzzTarget target in All)
        {
            if (target.Name == name)
            {
                return target;
            }
        }

        throw new ArgumentException($"There is no target '{name}'.", nameof(name));
    }
}
