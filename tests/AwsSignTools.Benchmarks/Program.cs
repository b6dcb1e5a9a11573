using AwsSignTools.Benchmarks;
using BenchmarkDotNet.Running;

_ = BenchmarkSwitcher.FromAssembly(typeof(PresignBenchmarks).Assembly).Run(args);
