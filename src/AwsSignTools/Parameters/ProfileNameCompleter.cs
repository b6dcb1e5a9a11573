using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Profiles;

namespace AwsSignTools.Parameters;

/// <summary>Completes the names of profiles, read from the shared files; the AWS SDK is not loaded for it.</summary>
public sealed class ProfileNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = wordToComplete?.Trim('\'', '"') ?? string.Empty;
        foreach (string name in Names(fakeBoundParameters?["ProfileLocation"] as string))
        {
            if (name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                yield return new CompletionResult(Quote(name), name, CompletionResultType.ParameterValue, name);
            }
        }
    }

    private static IReadOnlyList<string> Names(string? location)
    {
        try
        {
            return ProfileStore.Read(ProfileLocations.Find(location, Environment.GetEnvironmentVariable)).Names;
        }
        catch (CredentialUnavailableException)
        {
            // Completion is silent; the cmdlet says what is wrong with the files.
            return [];
        }
    }

    private static string Quote(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'";
            }
        }

        return name;
    }
}
