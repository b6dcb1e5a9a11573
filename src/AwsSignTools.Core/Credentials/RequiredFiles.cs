namespace AwsSignTools.Credentials;

/// <summary>Which of the shared files must be there.</summary>
public enum RequiredFiles
{
    /// <summary>None: in the usual place both may be missing.</summary>
    None,

    /// <summary>The credentials file, which the user named.</summary>
    CredentialsFile,

    /// <summary>One of them, in the folder that the user named.</summary>
    Either,
}
