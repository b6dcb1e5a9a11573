using AwsSignTools.Aws;

namespace AwsSignTools.Parameters;

/// <summary>Completes the names of regions.</summary>
public sealed class RegionCompleter() : WordCompleter([.. KnownRegions.All]);
