using System;
using System.IO;
using AwsSignTools.Aws;
using AwsSignTools.Json;
using AwsSignTools.Platform;

namespace AwsSignTools.Credentials;

/// <summary>
/// The profiles that AWS.Tools and the Toolkit for Visual Studio keep on Windows (<c>RegisteredAccounts.json</c>). Their keys are encrypted for the
/// user, and only the AWS SDK for .NET reads them; names and regions are plain.
/// </summary>
internal static class EncryptedStore
{
    // A profile has less than two thousand characters.
    private const int MaxFileBytes = 1024 * 1024;

    /// <summary>Finds a profile.</summary>
    /// <param name="file">The store's file.</param>
    /// <param name="name">The profile's name, in its case.</param>
    /// <param name="limit">The limit of the file.</param>
    /// <returns>Its region and that it is in the store; null if the store or the profile is not there.</returns>
    /// <exception cref="CredentialUnavailableException"><c>ProfileFileUnreadable</c>.</exception>
    public static SettingsSection? Find(string file, string name, ReadLimit limit)
    {
        JsonValue? accounts;
        try
        {
            if (!File.Exists(file))
            {
                return null;
            }

            accounts = AwsAnswerReader.ReadJson(BoundedFile.ReadText(file, MaxFileBytes, limit));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw ProfileErrors.FileUnreadable(file, e.Message);
        }

        if (accounts is null)
        {
            throw ProfileErrors.FileUnreadable(file, "it is not a JSON object.");
        }

        foreach (JsonMember account in accounts.Members)
        {
            if (AwsAnswerReader.TextOf(account.Value, "DisplayName") == name)
            {
                return new SettingsSection(name) { EncryptedIn = file, ["region"] = AwsAnswerReader.TextOf(account.Value, "Region") };
            }
        }

        return null;
    }
}
