using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Credentials;

/// <summary>What is wrong with profiles and their files. None shows a line of a file, nor a value that may be secret.</summary>
internal static class ProfileErrors
{
    private const int NamesShown = 12;

    public static CredentialUnavailableException FileMalformed(string path, int line, string what) => New(
        "ProfileFileMalformed",
        $"Line {line} of {Quoted.Value(path)} is {what}.",
        "Mend the line; it is not shown here, since it may hold a secret.",
        path);

    public static CredentialUnavailableException FileUnreadable(string path, string why) => New(
        "ProfileFileUnreadable", $"The file {Quoted.Value(path)} cannot be read: {why.TrimEnd('.')}.", "Check that you may read the file.", path);

    public static CredentialUnavailableException FileMissing(ProfileLocations locations) => New(
        "ProfileFileMissing",
        locations.Required == RequiredFiles.Either
            ? $"There is neither {Quoted.Value(locations.CredentialsFile)} nor {Quoted.Value(locations.ConfigFile)}."
            : $"There is no file or folder {Quoted.Value(locations.CredentialsFile)}.",
        "Give as -ProfileLocation a credentials file, or the folder of the files 'credentials' and 'config'.",
        locations.CredentialsFile);

    public static CredentialUnavailableException NotFound(string name, ProfileStore store, string? namedBy)
    {
        string? other = store.Names.FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        string known = other is not null ? $"There is {Quoted.Value(other)}: the case of a name counts."
            : store.Names.Count == 0 ? "There is no profile at all."
            : $"There is {Join(store.Names)}.";
        return New(
            "ProfileNotFound",
            $"There is no profile {Quoted.Value(name)}{(namedBy is null ? string.Empty : $", which {namedBy} names,")} in {Quoted.Value(store.Locations.CredentialsFile)} nor in {Quoted.Value(store.Locations.ConfigFile)}. {known}",
            "Give the name of a profile that is there, or make it with `aws configure --profile <name>`; -ProfileLocation names other files.",
            name);
    }

    public static CredentialUnavailableException Incomplete(string name, string what, string remedy) => New(
        "ProfileIncomplete", $"The profile {Quoted.Value(name)} {what}.", remedy, name);

    public static CredentialUnavailableException Cyclic(string name, IEnumerable<string> chain) => New(
        "ProfileCyclic",
        $"The profile {Quoted.Value(name)} ends in a circle: {string.Join(" → ", chain.Select(Quoted.Value))}, each the source_profile of the one before.",
        "Let the last of them name a source that has keys of its own.",
        name);

    public static CredentialUnavailableException ChainTooLong(string name, int limit) => New(
        "ProfileChainTooLong",
        $"The profile {Quoted.Value(name)} begins a chain of more than {limit} profiles, each the source_profile of the one before; at most {limit} are followed.",
        "Let one of the first name a source_profile that has keys of its own.",
        name);

    public static CredentialUnavailableException Unsupported(string name, string what, string remedy) => New(
        "ProfileUnsupported", $"The profile {Quoted.Value(name)} {what}, which this module does not read.", remedy, name);

    /// <summary>A name as a command that a message gives has it.</summary>
    public static string Argument(string name) => Characters.IsWord(name.AsSpan(), "-_./@+:%") ? name : Quoted.Value(name);

    private static string Join(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(NamesShown).Select(n => Quoted.Value(n))) + (names.Count > NamesShown ? $" and {names.Count - NamesShown} more" : string.Empty);

    private static CredentialUnavailableException New(string id, string message, string remedy, object? target) =>
        new(new Finding(id, FindingSeverity.Error, message, remedy, target));
}
