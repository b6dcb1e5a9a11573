using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>What Get-Help -Full returns for a cmdlet, by its parts.</summary>
internal sealed class CommandHelp
{
    private readonly PSObject _help;

    public CommandHelp(PowerShellSession session, string cmdlet)
    {
        _help = session.Single("param($name) Get-Help $name -Full", cmdlet);

        // Without a help file the engine makes help from the syntax; that one has another type.
        Assert.Contains("MamlCommandHelpInfo#FullView", _help.TypeNames);
    }

    public string Synopsis => TextOf(_help, "Synopsis");

    public IReadOnlyList<string> Description => Texts(_help, "description");

    public IReadOnlyList<ParameterHelp> Parameters => [.. Items(_help, "parameters", "parameter").Select(p => new ParameterHelp(p))];

    /// <summary>The parameters of each syntax.</summary>
    public IReadOnlyList<IReadOnlyList<ParameterHelp>> Syntax =>
        [.. Items(_help, "syntax", "syntaxItem").Select(s => Items(s, "parameter").Select(p => new ParameterHelp(p)).ToArray())];

    public IReadOnlyList<string> Inputs => [.. Items(_help, "inputTypes", "inputType").Select(DescribedType)];

    public IReadOnlyList<string> Outputs => [.. Items(_help, "returnValues", "returnValue").Select(DescribedType)];

    public IReadOnlyList<string> Notes => Texts(Item(_help, "alertSet"), "alert");

    /// <summary>The code of each example, as the engine shows it.</summary>
    public IReadOnlyList<string> ExampleCodes => [.. Items(_help, "examples", "example").Select(e => TextOf(e, "code"))];

    public IReadOnlyList<(string Text, string Uri)> Links =>
        [.. Items(_help, "relatedLinks", "navigationLink").Select(l => (TextOf(l, "linkText"), TextOf(l, "uri")))];

    internal static string TextOf(PSObject item, string property) => item.Properties[property]?.Value?.ToString() ?? string.Empty;

    internal static PSObject Item(PSObject item, string property) => PSObject.AsPSObject(item.Properties[property].Value);

    internal static IReadOnlyList<PSObject> Items(PSObject item, params string[] path)
    {
        foreach (string property in path[..^1])
        {
            item = Item(item, property);
        }

        object value = item.Properties[path[^1]]?.Value ?? Array.Empty<object>();
        value = value is PSObject { BaseObject: object[] inner } ? inner : value;
        return value is object[] items ? [.. items.Select(PSObject.AsPSObject)] : [PSObject.AsPSObject(value)];
    }

    /// <summary>The texts of paragraphs and list items.</summary>
    internal static IReadOnlyList<string> Texts(PSObject item, string property) => [.. Items(item, property).Select(p => TextOf(p, "Text").Trim())];

    private static string DescribedType(PSObject described)
    {
        Assert.All(Texts(described, "description"), text => Assert.NotEqual(string.Empty, text));
        return TextOf(Item(described, "type"), "name");
    }
}
