using System;

namespace AwsSignTools.Benchmarks;

/// <summary>One of those who do the same work side by side.</summary>
/// <param name="Name">Who it is.</param>
/// <param name="Run">Does the work.</param>
/// <param name="Operations">How often that does it.</param>
internal sealed record Contestant(string Name, Action Run, int Operations = 1);
