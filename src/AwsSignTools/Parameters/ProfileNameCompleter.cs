using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using AwsSignTools.Credentials;
using AwsSignTools.Platform;

namespace AwsSignTools.Parameters;

/// <summary>Completes the names of profiles, read from the shared files.</summary>
public sealed class ProfileNameCompleter : IArgumentCompleter
{
    // Nothing stops a completion while somebody waits for it.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = wordToComplete?.Trim('\'', '"') ?? string.Empty;
        foreach (string name in Names(fakeBoundParameters?["ProfileLocation"]?.ToString()))
        {
            // The engine refuses an empty completion.
            if (name.Length > 0 && name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                yield return new CompletionResult(Quote(name), name, CompletionResultType.ParameterValue, name);
            }
        }
    }

    private static IReadOnlyList<string> Names(string? location)
    {
        try
        {
            string? path = string.IsNullOrEmpty(location) ? null : Resolve(location!);
            return ProfileStore.Read(ProfileLocations.Find(path, Environment.GetEnvironmentVariable), new ReadLimit(TimeLimit, default)).Names;
        }
        catch (Exception e) when (e is CredentialUnavailableException or RuntimeException)
        {
            // Completion is silent; the cmdlet says what is wrong with the files.
            return [];
        }
    }

    // A completer is handed no session; a script block finds the one it runs in.
    private static string Resolve(string location) =>
        (string)ScriptBlock.Create("param($path) $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)")
            .Invoke(location)
            .Single()
            .BaseObject;

    private static string Quote(string name)
    {
        bool plain = char.IsLetterOrDigit(name[0]);
        foreach (char c in name)
        {
            plain &= char.IsLetterOrDigit(c) || c is '-' or '_' or '.';
        }

        return plain ? name : "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'";
    }
}
