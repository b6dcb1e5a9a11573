using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>What Get-Help tells of a parameter.</summary>
internal sealed class ParameterHelp(PSObject parameter)
{
    public string Name { get; } = CommandHelp.TextOf(parameter, "name");

    public string Required { get; } = CommandHelp.TextOf(parameter, "required");

    public string Position { get; } = CommandHelp.TextOf(parameter, "position");

    public string PipelineInput { get; } = CommandHelp.TextOf(parameter, "pipelineInput");

    public string Aliases { get; } = CommandHelp.TextOf(parameter, "aliases");

    public string Wildcards { get; } = CommandHelp.TextOf(parameter, "globbing");

    public string DefaultValue => CommandHelp.TextOf(parameter, "defaultValue");

    /// <summary>The type as the syntax shows it; empty for a switch in a syntax, and for a choice of values.</summary>
    public string ShownType => CommandHelp.TextOf(parameter, "parameterValue");

    public string FullType => CommandHelp.TextOf(CommandHelp.Item(parameter, "type"), "name");

    public IReadOnlyList<string> Description => CommandHelp.Texts(parameter, "description");

    /// <summary>The values to choose from; none for other types.</summary>
    public IReadOnlyList<string> Choices => parameter.Properties["parameterValueGroup"] is null
        ? []
        : [.. CommandHelp.Items(parameter, "parameterValueGroup", "parameterValue").Select(v => v.ToString())];
}
