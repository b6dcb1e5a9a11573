using System.Globalization;
using AwsSignTools.Benchmarks;
using AwsSignTools.Benchmarks.Engine;
using AwsSignTools.Benchmarks.Peers;
using BenchmarkDotNet.Running;

// The verbs are measurements of their own; anything else is for BenchmarkDotNet.
switch (args)
{
    case [] or ["peers"]:
        return PeerTable.Print();
    case ["pipeline", ..]:
        return PipelineTable.Print(filter: args.Length > 1 ? args[1] : null);
    case ["tokens"]:
        return TokenTable.Print();
    case ["startup", ..]:
        return StartupTable.Print(runs: args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10, shell: args.Length > 2 ? args[2] : null);
    case ["scale", ..]:
        return ScaleTable.Print(most: args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000);

    // What the processes do that the verbs start.
    case ["measure"]:
        PeerMeasurement.WriteRows();
        return 0;
    case ["scale-one", string task, string count]:
        return ScaleTable.PrintOne(int.Parse(task, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
}

// In this process: BenchmarkDotNet would build the project again into one folder, in which the two builds of the module get into each other's way.
_ = BenchmarkSwitcher.FromAssembly(typeof(PresignBenchmarks).Assembly).Run([.. args, "--inProcess"]);
return 0;
