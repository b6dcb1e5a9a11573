using System.Collections.Generic;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>What a server answers.</summary>
internal sealed record Answer(int Status, string ContentType, string Body)
{
    /// <summary>What is no answer of any service of AWS.</summary>
    public static Answer Garbage { get; } = new(200, "text/html", "<html><body>Please log in to the Wi-Fi.</body></html>");

    /// <summary>The text behind the status; null for the usual one.</summary>
    public string? Reason { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static Answer Json(string body, int status = 200) => new(status, "application/json", body);

    public static Answer Text(string body, int status = 200) => new(status, "text/plain", body);
}
