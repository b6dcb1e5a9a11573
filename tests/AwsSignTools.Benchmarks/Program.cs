using AwsSignTools.Benchmarks;
using BenchmarkDotNet.Running;

// Without arguments the switcher would ask which benchmarks to run, and a script has nobody to answer.
_ = BenchmarkSwitcher.FromAssembly(typeof(PresignBenchmarks).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
