using System.Management.Automation;
using System.Security;

namespace AwsSignTools.Host.Interaction;

/// <summary>Asks for a user name, unless it is known, and a password.</summary>
internal sealed class CredentialPrompt(QuestionLine questions)
{
    /// <summary>Asks; null at the end of the input, which the engine takes as a refusal.</summary>
    internal PSCredential Ask(string? caption, string? message, string? userName, string? targetName)
    {
        questions.WriteHeading(caption, message);
        while (string.IsNullOrEmpty(userName))
        {
            userName = questions.Ask("User: ");
            if (userName is null)
            {
                return null!;
            }
        }

        SecureString? password = questions.AskSecret($"Password for user {userName}: ");
        if (password is null)
        {
            return null!;
        }

        return new PSCredential(string.IsNullOrEmpty(targetName) ? userName : $"{targetName}\\{userName}", password);
    }
}
