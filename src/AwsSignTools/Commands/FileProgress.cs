using System;
using System.Management.Automation;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Commands;

/// <summary>Shows how far a file is read, at each percent and not more often: writing progress costs more than framing.</summary>
internal sealed class FileProgress(Cmdlet cmdlet, string path, string activity = "Framing")
{
    private const int ActivityId = 1;
    private readonly string _shownPath = SafeText.Of(path);
    private int _shown = -1;

    /// <summary>Shows the progress where it moved on by a percent.</summary>
    public void Report(InputFile file)
    {
        // A pipe or device has no length to be a part of.
        int percent = file.KnownLength > 0 ? (int)Math.Min(file.Position * 100 / file.KnownLength, 100) : -1;
        if (percent != _shown)
        {
            _shown = percent;
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, activity, _shownPath) { PercentComplete = percent });
        }
    }

    /// <summary>Takes the progress off the screen.</summary>
    public void Complete()
    {
        if (_shown >= 0)
        {
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, activity, _shownPath) { RecordType = ProgressRecordType.Completed });
        }
    }
}
