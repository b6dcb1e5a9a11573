using System.Collections.Generic;

namespace AwsSignTools.Benchmarks.Peers;

/// <summary>A piece of work, and those who do it in .NET: the floor first, then ours.</summary>
/// <param name="Name">What is made.</param>
/// <param name="Contestants">Who makes it.</param>
internal sealed record PeerTask(string Name, IReadOnlyList<Contestant> Contestants);
