using System;

namespace AwsSignTools.Benchmarks.Engine;

/// <summary>A cmdlet of ours down a pipeline, and one that binds the same and does nothing.</summary>
/// <param name="Name">What comes in.</param>
/// <param name="Ours">Our command, with <c>$key</c> the playback key.</param>
/// <param name="Nothing">The command that does nothing.</param>
/// <param name="Record">PowerShell's expression of a record, with its number in <c>$i</c>.</param>
/// <param name="Core">What Core does for a record.</param>
/// <param name="Counts">How many records.</param>
internal sealed record PipelineTask(string Name, string Ours, string Nothing, string Record, Action Core, params int[] Counts);
