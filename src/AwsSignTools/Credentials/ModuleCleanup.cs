using System.Management.Automation;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>Wipes the derived signing keys, and forgets the credentials of roles, when the module is removed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        SigningKey.ForgetAll();
        CredentialCache.Clear();
    }
}
