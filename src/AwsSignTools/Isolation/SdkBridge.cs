using System;
using System.IO;
using System.Reflection;
using AwsSignTools.Credentials.Services;

namespace AwsSignTools.Isolation;

/// <summary>
/// Loads the bridge to the AWS SDK from the folder <c>sdk</c> beside this assembly, when it is first needed and by its path. AWSSDK.Core has one
/// assembly version for every release of a major, so a loader that goes by names would take whichever copy another module brought.
/// </summary>
internal static class SdkBridge
{
    private const string BridgeAssembly = "AwsSignTools.Sdk";
    private const string BridgeType = "AwsSignTools.Sdk.SdkCredentialSource";

    private static readonly object Loading = new();
    private static ISdkCredentialSource? _source;

    /// <summary>The bridge.</summary>
    /// <exception cref="SdkFailureException">It cannot be loaded.</exception>
    public static ISdkCredentialSource Source
    {
        get
        {
            // Not a Lazy: runspaces that need it at once must not each load a copy, and a failure must not be kept for the next try.
            lock (Loading)
            {
                return _source ??= Load();
            }
        }
    }

    /// <summary>The folder of this assembly.</summary>
    internal static string ModuleFolder { get; } = Path.GetDirectoryName(typeof(SdkBridge).Assembly.Location) ?? string.Empty;

    private static ISdkCredentialSource Load()
    {
        string folder = Path.Combine(ModuleFolder, "sdk");
        try
        {
            Assembly bridge = SdkLoader.Load(folder, BridgeAssembly);
            return (ISdkCredentialSource)Activator.CreateInstance(bridge.GetType(BridgeType, throwOnError: true)!)!;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or TargetInvocationException or InvalidCastException)
        {
            Exception cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            throw new SdkFailureException(SdkFailureKind.SdkUnusable, null, $"{cause.Message} ({folder})");
        }
    }
}
