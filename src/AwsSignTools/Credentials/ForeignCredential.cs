using System;
using System.Management.Automation;
using System.Reflection;
using System.Threading.Tasks;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>
/// Asks a credential object of another copy of the AWS SDK, of any major: recognised by the name of its base type and called through
/// PowerShell's adapter, since no type of ours is one of theirs.
/// </summary>
internal static class ForeignCredential
{
    private const string BaseTypeName = "Amazon.Runtime.AWSCredentials";
    private const string SessionTypeName = "Amazon.PowerShell.Common.AWSPSCredentials";

    /// <summary>True for an <c>Amazon.Runtime.AWSCredentials</c>.</summary>
    public static bool IsCredential(object value) => Derives(value.GetType(), BaseTypeName);

    /// <summary>
    /// What AWS.Tools keeps in <c>$StoredAWSCredentials</c>; null where it is something else. Its member <c>Credentials</c> is not public in
    /// every version, so it is read here by reflection, and nowhere else.
    /// </summary>
    /// <exception cref="TargetInvocationException">The member fails.</exception>
    public static object? InnerOfSession(object value)
    {
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == SessionTypeName)
            {
                const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
                return type.GetProperty("Credentials", Any)?.GetValue(value) ?? type.GetField("Credentials", Any)?.GetValue(value);
            }
        }

        return null;
    }

    /// <summary>Asks the object for its keys.</summary>
    /// <param name="value">The object.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <param name="context">The time limit and what stops the wait.</param>
    /// <exception cref="CredentialUnavailableException">It has none to give.</exception>
    /// <exception cref="OperationCanceledException">The wait was stopped.</exception>
    public static AwsCredential Read(object value, string source, CredentialContext context)
    {
        PSObject provider = PSObject.AsPSObject(value);
        object? keys = Ask(provider, source, context);
        if (keys is null)
        {
            throw CredentialObjectErrors.Unavailable(source, value.GetType(), "it has no keys (anonymous).");
        }

        PSObject got = PSObject.AsPSObject(keys);
        string? Member(string name) => got.Properties[name]?.Value as string;
        return new AwsCredential(
            Member("AccessKey") ?? string.Empty, Member("SecretKey") ?? string.Empty, Member("Token"), EndOf(value, provider));
    }

    // Waited for no longer than the user wants.
    private static object? Ask(PSObject provider, string source, CredentialContext context)
    {
        Type type = provider.BaseObject.GetType();
        try
        {
            Task? task = Begin(provider, type, context);
            return task is null ? provider.Methods["GetCredentials"]?.Invoke()
                : task.Wait((int)context.TimeLimit.TotalMilliseconds, context.Cancellation) ? PSObject.AsPSObject(task).Properties["Result"]?.Value
                : throw CredentialObjectErrors.Unavailable(source, type, $"it did not answer within {context.TimeLimit.TotalSeconds:0.#} s.");
        }
        catch (Exception e) when (e is RuntimeException and not PipelineStoppedException or AggregateException or InvalidOperationException)
        {
            // Not its message: what it was made of may be in there.
            throw CredentialObjectErrors.Unavailable(source, type, $"it failed with {Innermost(e).GetType().Name}.");
        }
    }

    // The asynchronous form begins on this thread, where a script block that asks for an MFA code can run. But where it is the base type's
    // it is none: it returns when the type's own GetCredentials does. That is called apart, except in a class of PowerShell's, which Ctrl+C
    // stops anyway and which runs best where it was made.
    private static Task? Begin(PSObject provider, Type type, CredentialContext context)
    {
        Type? implementer = type.GetMethod("GetCredentialsAsync", Type.EmptyTypes)?.DeclaringType;
        if (implementer is { FullName: BaseTypeName } && !type.Assembly.IsDynamic)
        {
            return Task.Run(() => provider.Methods["GetCredentials"]?.Invoke(), context.Cancellation);
        }

        object? started = implementer is null ? null : provider.Methods["GetCredentialsAsync"]?.Invoke();
        return Unwrapped.Of(started) as Task;
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    // Both majors take a margin off the end they know: ExpirationBuffer in 4.x, PreemptExpiryTime in 3.x, where the state is not public.
    private static DateTimeOffset? EndOf(object value, PSObject provider)
    {
        DateTime? end = Property(provider, "Expiration") as DateTime?;
        TimeSpan margin = Property(provider, "ExpirationBuffer") as TimeSpan? ?? TimeSpan.Zero;
        if (end is null)
        {
            object? state = null;
            for (Type? type = value.GetType(); type is not null && state is null; type = type.BaseType)
            {
                state = type.GetField("currentState", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(value);
            }

            end = state is null ? null : Property(PSObject.AsPSObject(state), "Expiration") as DateTime?;
            margin = Property(provider, "PreemptExpiryTime") as TimeSpan? ?? TimeSpan.Zero;
        }

        return end is { Year: > 1 and < 9999 } known ? new DateTimeOffset(known.ToUniversalTime() + margin) : null;
    }

    private static object? Property(PSObject value, string name)
    {
        try
        {
            return value.Properties[name]?.Value;
        }
        catch (GetValueException)
        {
            // An end that cannot be read is one that is not known.
            return null;
        }
    }

    private static bool Derives(Type? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.FullName == name)
            {
                return true;
            }
        }

        return false;
    }
}
