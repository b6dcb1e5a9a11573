using System;
using System.IO;
using AwsSignTools.Fuzz.Support;
using SharpFuzz;

namespace AwsSignTools.Fuzz;

/// <summary>The program that AFL runs with the name of a target, and a person with the inputs to replay after it.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length == 0)
        {
            foreach (FuzzTarget known in FuzzTarget.All)
            {
                Console.WriteLine(known.Name);
            }

            return 0;
        }

        FuzzTarget target = FuzzTarget.Find(arguments[0]);
        if (arguments.Length == 1)
        {
            Fuzzer.Run(stream => target.Check(ReadAll(stream)));
            return 0;
        }

        if (arguments is [_, "--seeds", { } folder])
        {
            for (int i = 0; i < target.Seeds.Count; i++)
            {
                File.WriteAllBytes(Path.Combine(folder, $"made-{i}"), target.Seeds[i]);
            }

            return 0;
        }

        int failures = 0;
        foreach (string path in arguments.AsSpan(1))
        {
            try
            {
                target.Check(File.ReadAllBytes(path));
            }
#pragma warning disable CA1031 // Whatever a reader throws is the result.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures++;
                Console.WriteLine($"{path}: {e}");
            }
        }

        Console.WriteLine($"{arguments.Length - 1} inputs, {failures} failures");
        return failures > 0 ? 1 : 0;
    }

    private static byte[] ReadAll(Stream stream)
    {
        using MemoryStream memory = new();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
