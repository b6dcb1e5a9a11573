using System.Collections.Generic;
using AwsSignTools.SigV4;

namespace AwsSignTools.Core.Tests.SigV4;

/// <summary>A case of the published suite: a request, what it is signed with where that differs, and the results.</summary>
internal sealed record SuiteCase(string Name, string Method, string Path, string CanonicalPath)
{
    public string Query { get; init; } = "";

    public KeyValuePair<string, string>[] Headers { get; init; } = [];

    public bool Normalize { get; init; } = true;

    public string? Token { get; init; }

    public SessionTokenMode TokenMode { get; init; }

    /// <summary>The body, where it is signed and its hash is sent; null for neither.</summary>
    public string? Body { get; init; }

    public string CanonicalQuery { get; init; } = "";

    public required string HeaderSignature { get; init; }

    public required string QuerySignature { get; init; }

    public override string ToString() => Name;
}
