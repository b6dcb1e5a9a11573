using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AwsSignTools.Parameters;

/// <summary>Completes an argument from words that are known beforehand; any other argument is taken too.</summary>
/// <param name="words">The words.</param>
public abstract class WordCompleter(params string[] words) : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = wordToComplete?.Trim('\'', '"') ?? string.Empty;
        foreach (string word in words)
        {
            if (word.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                yield return new CompletionResult(word);
            }
        }
    }
}
