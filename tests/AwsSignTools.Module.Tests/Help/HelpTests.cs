using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>Get-Help finds the help of every cmdlet, it is whole, and it tells of the parameters what the cmdlets themselves do.</summary>
public sealed class HelpTests : IDisposable
{
    private static readonly string[] Exported = ExportedCmdlets();
    private readonly PowerShellSession _session = new();

    public static TheoryData<string> Cmdlets => [.. Exported];

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_help_file_has_the_cmdlets_that_the_module_exports() =>
        Assert.Equal(Exported.Order(StringComparer.Ordinal), HelpFile.Cmdlets.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_a_synopsis_a_description_notes_and_links(string cmdlet)
    {
        CommandHelp help = new(_session, cmdlet);

        Assert.EndsWith(".", help.Synopsis, StringComparison.Ordinal);
        Assert.True(help.Description.Count > 2);
        Assert.All(help.Description, text => Assert.NotEqual(string.Empty, text));
        Assert.All(help.Notes, text => Assert.NotEqual(string.Empty, text));
        Assert.Contains(help.Links, link => link.Uri.StartsWith("https://docs.aws.amazon.com/", StringComparison.Ordinal));
        Assert.Equal(
            [.. Exported.Where(c => c != cmdlet).Order(StringComparer.Ordinal)],
            help.Links.Where(link => link.Text.Contains('-', StringComparison.Ordinal)).Select(link => link.Text));
        Assert.All(
            help.Links.Where(link => link.Text.StartsWith("about_", StringComparison.Ordinal)),
            link => Assert.Contains(link.Text, HelpFile.Topics));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Its_parameters_are_those_of_the_cmdlet(string cmdlet)
    {
        CommandHelp help = new(_session, cmdlet);
        Dictionary<string, ParameterMetadata> live = Shown(Command(cmdlet)).ToDictionary(p => p.Name);

        Assert.Equal(live.Keys.Order(StringComparer.Ordinal), help.Parameters.Select(p => p.Name));
        Assert.All(help.Parameters, parameter =>
        {
            ParameterMetadata metadata = live[parameter.Name];
            ParameterSetMetadata[] sets = [.. metadata.ParameterSets.Values];
            Type type = TypeOf(metadata);
            Assert.Equal(type.Name, parameter.ShownType);
            Assert.Equal(type.FullName, parameter.FullType);
            Assert.Equal(AliasesOf(metadata.Aliases), parameter.Aliases);
            Assert.All(sets, set => Assert.Equal(Of(set), (parameter.Required, parameter.Position, parameter.PipelineInput)));
            Assert.Equal("false", parameter.Wildcards);
        });
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_parameter_is_described_with_its_default_and_its_values(string cmdlet) =>
        Assert.All(new CommandHelp(_session, cmdlet).Parameters, parameter =>
        {
            Assert.NotEqual(string.Empty, parameter.DefaultValue);
            Assert.NotEmpty(parameter.Description);
            Assert.All(parameter.Description, text => Assert.EndsWith(".", text.TrimEnd(')'), StringComparison.Ordinal));
            Type type = TypeOf(Command(cmdlet).Parameters[parameter.Name]);
            Assert.All(
                type.IsEnum ? Enum.GetNames(type) : [],
                value => Assert.Contains(value, string.Join(" ", parameter.Description), StringComparison.Ordinal));
        });

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Its_syntaxes_are_the_parameter_sets(string cmdlet)
    {
        CommandHelp help = new(_session, cmdlet);

        Assert.Equal(
            Command(cmdlet).ParameterSets.Select(set => Line(Shown(set).Select(p => (p.Name, AliasesOf(p.Aliases), Of(p), TypeOf(p.ParameterType))))).Order(StringComparer.Ordinal),
            help.Syntax.Select(syntax => Line(syntax.Select(p => (
                p.Name,
                p.Aliases,
                (p.Required, p.Position, p.PipelineInput),
                p.Choices.Count > 0 ? string.Join("|", p.Choices) : p.ShownType.Length > 0 ? p.ShownType : "SwitchParameter")))).Order(StringComparer.Ordinal));

        static string Line(IEnumerable<(string Name, string Aliases, (string, string, string) Use, string Type)> parameters) =>
            string.Join("\n", parameters.Select(p => $"{p.Name} ({p.Aliases}) {p.Use} {p.Type}").Order(StringComparer.Ordinal));

        static string TypeOf(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            return type.IsEnum ? string.Join("|", Enum.GetNames(type)) : type.Name;
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Its_inputs_are_there_and_its_outputs_are_the_declared_ones(string cmdlet)
    {
        CommandHelp help = new(_session, cmdlet);

        Assert.NotEmpty(help.Inputs);
        Assert.All(help.Inputs, type => Assert.NotNull(_session.Single("param($name) $name -as [type]", type)));
        Assert.Equal(Command(cmdlet).OutputType.Select(t => t.Name), help.Outputs);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_engine_shows_the_code_of_examples_as_it_is_written(string cmdlet) => Assert.Equal(
        HelpFile.Examples.Where(e => e.Name.StartsWith(cmdlet + ",", StringComparison.Ordinal)).Select(e => e.Code),
        new CommandHelp(_session, cmdlet).ExampleCodes);

    [Fact]
    public void What_cmdlets_share_is_described_in_the_same_words()
    {
        string[] own = ["ChannelArn", "Endpoint", "ExpiresAt", "ExpiresIn", "Headers", "InputObject", "Method", "Passphrase", "Path", "PayloadHash", "PrivateKeyPath", "Quiet", "Region", "Service", "SigningTime", "Uri"];
        Assert.All(
            Exported.SelectMany(c => new CommandHelp(_session, c).Parameters).GroupBy(p => p.Name).Where(g => !own.Contains(g.Key)),
            parameter => Assert.Single(parameter.Select(p => string.Join("\n", p.Description)).Distinct()));
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("de-DE")]
    [InlineData("")]
    public void In_every_culture_the_English_help_is_found(string culture)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

            Assert.All(Exported, cmdlet => Assert.NotEmpty(new CommandHelp(_session, cmdlet).ExampleCodes));
            Assert.All(HelpFile.Topics, topic => Assert.Equal(HelpFile.Topic(topic), _session.Single("param($name) Get-Help $name", topic).ToString()));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void After_another_import_the_help_is_found_too()
    {
        _ = _session.Output("param($folder) Import-Module $folder -Force; Remove-Module AwsSignTools; Import-Module $folder", StagedModule.Folder);

        Assert.All(Exported, cmdlet => Assert.NotEmpty(new CommandHelp(_session, cmdlet).ExampleCodes));
    }

    private static string[] ExportedCmdlets()
    {
        using PowerShellSession session = new();
        return [.. session.Output("Get-Command -Module AwsSignTools").Select(c => ((CommandInfo)c.BaseObject).Name)];
    }

    private CommandInfo Command(string name) => (CommandInfo)_session.Single("param($name) Get-Command $name", name).BaseObject;

    private static IEnumerable<ParameterMetadata> Shown(CommandInfo command) => command.Parameters.Values.Where(p =>
        !Cmdlet.CommonParameters.Contains(p.Name) && !p.Attributes.OfType<ParameterAttribute>().Any(a => a.DontShow));

    private static IEnumerable<CommandParameterInfo> Shown(CommandParameterSetInfo set) => set.Parameters.Where(p =>
        !Cmdlet.CommonParameters.Contains(p.Name) && !p.Attributes.OfType<ParameterAttribute>().Any(a => a.DontShow));

    private static Type TypeOf(ParameterMetadata parameter) => Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;

    private static string AliasesOf(IReadOnlyCollection<string> aliases) => aliases.Count == 0 ? "none" : string.Join(", ", aliases);

    private static (string Required, string Position, string PipelineInput) Of(ParameterSetMetadata set) =>
        Of(set.IsMandatory, set.Position, set.ValueFromPipeline, set.ValueFromPipelineByPropertyName);

    private static (string Required, string Position, string PipelineInput) Of(CommandParameterInfo parameter) =>
        Of(parameter.IsMandatory, parameter.Position, parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName);

    private static (string Required, string Position, string PipelineInput) Of(bool required, int position, bool byValue, bool byName) => (
        required ? "true" : "false",
        position == int.MinValue ? "named" : position.ToString(CultureInfo.InvariantCulture),
        (byValue, byName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        });
}
