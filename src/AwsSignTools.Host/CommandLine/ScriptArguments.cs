using System.Collections.Generic;
using System.Management.Automation.Runspaces;

namespace AwsSignTools.Host.CommandLine;

/// <summary>Turns what follows a script's path into parameters, by pwsh's rules for <c>-File</c>.</summary>
internal static class ScriptArguments
{
    internal static IEnumerable<CommandParameter> Bind(IReadOnlyList<string> arguments)
    {
        string? pendingName = null;
        foreach (string argument in arguments)
        {
            if (pendingName is not null)
            {
                // "-Name:" was a token of its own; this is its value, even when it starts with a dash.
                yield return new CommandParameter(pendingName, argument);
                pendingName = null;
            }
            else if (argument.Length > 1 && argument[0] == '-')
            {
                int colon = argument.IndexOf(':');
                if (colon < 0)
                {
                    // No value: the binder takes the next positional one when the parameter is no switch.
                    yield return new CommandParameter(argument, null);
                }
                else if (colon == argument.Length - 1)
                {
                    pendingName = argument[..colon];
                }
                else
                {
                    yield return new CommandParameter(argument[..colon], ToBoolean(argument[(colon + 1)..]));
                }
            }
            else
            {
                yield return new CommandParameter(null, argument);
            }
        }
    }

    /// <summary>So that <c>-Switch:$false</c> works, which a string would not.</summary>
    private static object ToBoolean(string value) =>
        bool.TryParse(value.StartsWith('$') ? value[1..] : value, out bool boolean) ? boolean : value;
}
