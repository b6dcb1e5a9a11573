using System.Globalization;

namespace AwsSignTools.Benchmarks.Peers;

/// <summary>What one contestant took; a line of text between the processes.</summary>
/// <param name="Task">What was made.</param>
/// <param name="Who">Who made it.</param>
/// <param name="Nanoseconds">The time of one.</param>
/// <param name="Bytes">The bytes allocated for one; null where nobody counts them.</param>
internal sealed record PeerRow(string Task, string Who, double Nanoseconds, long? Bytes)
{
    private const string Mark = "ROW";

    /// <summary>The row as a line.</summary>
    public string ToLine() => string.Join('\t', Mark, Task, Who, Nanoseconds.ToString("R", CultureInfo.InvariantCulture), Bytes?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads a line; null where it is no row.</summary>
    public static PeerRow? Parse(string line)
    {
        string[] parts = line.Split('\t');
        return parts is not [Mark, string task, string who, string time, string bytes] ? null : new PeerRow(
            task,
            who,
            double.Parse(time, CultureInfo.InvariantCulture),
            long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : null);
    }
}
