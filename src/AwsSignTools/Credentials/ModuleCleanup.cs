using System.Management.Automation;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>Wipes the derived signing keys, forgets the credentials of roles, and closes connections, when the module is removed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        SigningKey.ForgetAll();
        CredentialCache.Clear();
        ServiceHttp.Close();
    }
}
