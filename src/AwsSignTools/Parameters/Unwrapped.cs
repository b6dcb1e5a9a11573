using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace AwsSignTools.Parameters;

/// <summary>Takes off what PowerShell wraps around a value.</summary>
internal static class Unwrapped
{
    /// <summary>The value itself.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static object? Of(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
