using System;
using System.Management.Automation;
using AwsSignTools.Credentials;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Errors;

/// <summary>
/// Every error record of the module is made here: a stable id, a category, the value as target, and the remedy as
/// <see cref="ErrorDetails.RecommendedAction"/>.
/// </summary>
internal static class ErrorRecords
{
    // What systems allow; a path is shown whole.
    private const int LongestPath = 4096;

    // The error view shows the recommended action from PowerShell 7.5 on; before, the message has to say it.
    private static readonly bool ViewShowsRecommendedAction = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    /// <summary>Input that a rule refuses.</summary>
    public static ErrorRecord From(InvalidInputException exception) => Create(exception, exception.Finding);

    /// <summary>A credential that is not available.</summary>
    public static ErrorRecord From(CredentialUnavailableException exception) =>
        Create(exception, exception.Finding, ErrorCategory.AuthenticationError);

    /// <summary>Bytes that are no frames.</summary>
    public static ErrorRecord From(EventStreamFormatException exception) => Create(exception, exception.Finding);

    /// <summary>A finding that is an error of the data.</summary>
    public static ErrorRecord From(Finding finding) => Create(new InvalidInputException(finding), finding, ErrorCategory.InvalidData);

    /// <summary>Input that a cmdlet refuses before the core sees it.</summary>
    public static ErrorRecord Invalid(
        string id, object? target, string message, string remedy, FindingCategory category = FindingCategory.InvalidArgument) =>
        From(Exception(id, target, message, remedy, category));

    /// <summary>The exception for input that a cmdlet refuses before the core sees it.</summary>
    public static InvalidInputException Exception(
        string id, object? target, string message, string remedy, FindingCategory category = FindingCategory.InvalidArgument) =>
        new(new Finding(id, FindingSeverity.Error, message, remedy, target) { Category = category });

    /// <summary>A file that cannot be read.</summary>
    public static ErrorRecord FileUnreadable(string path, Exception exception) => Create(
        exception,
        new Finding(
            "FileUnreadable",
            FindingSeverity.Error,
            $"The file {Quoted.UpTo(LongestPath, path)} cannot be read: {exception.Message}",
            "Check the path, and that you may read the file.",
            path),
        exception is System.IO.FileNotFoundException or System.IO.DirectoryNotFoundException ? ErrorCategory.ObjectNotFound : ErrorCategory.ReadError);

    /// <summary>A file that cannot be written.</summary>
    public static ErrorRecord FileUnwritable(string path, Exception exception) => Create(
        exception,
        new Finding(
            "FileUnwritable",
            FindingSeverity.Error,
            $"The file {Quoted.UpTo(LongestPath, path)} cannot be written: {exception.Message}",
            "Check the path, that you may write there, and that there is room.",
            path),
        ErrorCategory.WriteError);

    /// <summary>A file that cannot be written.</summary>
    public static ErrorRecord From(FileWriteException exception) => exception.InnerException is FileExistsException
        ? FileExists(exception.Path)
        : FileUnwritable(exception.Path, exception.InnerException!);

    private static ErrorRecord Create(Exception exception, Finding finding) => Create(exception, finding, finding.Category switch
    {
        FindingCategory.LimitsExceeded => ErrorCategory.LimitsExceeded,
        FindingCategory.InvalidKey or FindingCategory.InvalidData => ErrorCategory.InvalidData,
        _ => ErrorCategory.InvalidArgument,
    });

    private static ErrorRecord Create(Exception exception, Finding finding, ErrorCategory category)
    {
        // A record is there to be shown: Get-Error prints the target, and what an exception has.
        finding = finding.WithSafeTarget();
        Exception shown = exception switch
        {
            InvalidInputException => new InvalidInputException(finding, exception.InnerException),
            CredentialUnavailableException => new CredentialUnavailableException(finding, exception.InnerException),
            _ => SafeException.Of(exception)!,
        };
        ErrorRecord record = new(shown, finding.Id, category, finding.Target)
        {
            ErrorDetails = new ErrorDetails(ViewShowsRecommendedAction ? finding.Message : $"{finding.Message} {finding.Remedy}")
            {
                RecommendedAction = finding.Remedy,
            },
        };
        record.CategoryInfo.TargetName = SafeText.Of(record.CategoryInfo.TargetName);
        return record;
    }

    private static ErrorRecord FileExists(string path)
    {
        Finding finding = new Finding(
            "FileExists",
            FindingSeverity.Error,
            $"The file {Quoted.UpTo(LongestPath, path)} is there already, and is not written over.",
            "Give another path, or -Force where nobody needs what is in it.",
            path);
        return Create(new System.IO.IOException(finding.Message), finding, ErrorCategory.ResourceExists);
    }
}
