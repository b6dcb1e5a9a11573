using System;
using System.Management.Automation.Language;

namespace AwsSignTools.Host.Engine;

/// <summary>Whether a script reads <c>$input</c>: only then is standard input read, as in pwsh.</summary>
internal static class InputUse
{
    internal static bool IsIn(string script) =>
        Parser.ParseInput(script, out _, out _).Find(IsInputVariable, searchNestedScriptBlocks: true) is not null;

    private static bool IsInputVariable(Ast node) =>
        node is VariableExpressionAst variable && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase);
}
