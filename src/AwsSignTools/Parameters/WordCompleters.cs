using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using AwsSignTools.Aws;
using AwsSignTools.Services.AuthTokens;

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

/// <summary>Completes the usual <c>:content-type</c> of a message.</summary>
public sealed class ContentTypeCompleter() : WordCompleter("application/json", "application/octet-stream", "text/plain");

/// <summary>Completes HTTP methods.</summary>
public sealed class HttpMethodCompleter() : WordCompleter("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH");

/// <summary>Completes the <c>:message-type</c> of a message.</summary>
public sealed class MessageTypeCompleter() : WordCompleter("error", "event", "exception");

/// <summary>Completes the names of regions.</summary>
public sealed class RegionCompleter() : WordCompleter([.. KnownRegions.All]);

/// <summary>Completes the SigV4 names of the services in the catalogue.</summary>
public sealed class SigningServiceCompleter() : WordCompleter(
    [.. AwsServices.All.Select(static service => service.SigningName).OrderBy(static name => name, StringComparer.Ordinal)]);

/// <summary>Completes the names of the services that have authentication tokens.</summary>
public sealed class AuthTokenServiceCompleter() : WordCompleter([.. AuthTokenServices.Names]);
