using System.IO;
using System.Management.Automation;
using System.Security;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.Platform;
using AwsSignTools.Services.Ivs;

namespace AwsSignTools.Commands;

/// <summary>Makes a P-384 key pair: the public key for ImportPlaybackKeyPair, the private one to sign playback tokens with.</summary>
[Cmdlet(VerbsCommon.New, "IvsPlaybackKeyPair", SupportsShouldProcess = true)]
[OutputType(typeof(IvsPlaybackKeyPair))]
public sealed class NewIvsPlaybackKeyPairCommand : ModuleCommand
{
    /// <summary>The file to write the private key to; without it the private key is a SecureString of the output.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? PrivateKeyPath { get; set; }

    /// <summary>The file to write the public key to.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? PublicKeyPath { get; set; }

    /// <summary>The name of the pair in IVS, which is carried along to Import-IVSPlaybackKeyPair.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The passphrase to encrypt the private key with.</summary>
    [Parameter]
    [SecretTransform]
    public SecureString? Passphrase { get; set; }

    /// <summary>Writes over files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Passphrase is { Length: 0 })
        {
            ThrowTerminatingError(ErrorRecords.Invalid(
                "PrivateKeyPassphraseEmpty",
                "Passphrase",
                "The passphrase is empty, which encrypts nothing.",
                "Give a passphrase, or leave -Passphrase out.",
                FindingCategory.InvalidKey));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            IvsPlaybackKeyPairRequest request = new()
            {
                Name = Name,
                PrivateKeyPath = Resolve(PrivateKeyPath),
                PublicKeyPath = Resolve(PublicKeyPath),
                Overwrite = Force,
            };
            IvsPlaybackKeyPairMaker.CheckPaths(request);
            if (ShouldWrite(request))
            {
                WriteObject(SecureText.Use(Passphrase, passphrase => IvsPlaybackKeyPairMaker.Make(request, passphrase)));
            }
        }
        catch (InvalidInputException e)
        {
            WriteError(ErrorRecords.From(e));
        }
        catch (FileWriteException e)
        {
            WriteError(ErrorRecords.From(e));
        }
    }

    // One question: both files are written or neither.
    private bool ShouldWrite(IvsPlaybackKeyPairRequest request) => request switch
    {
        { PrivateKeyPath: null, PublicKeyPath: null } => true,
        { PublicKeyPath: null } => ShouldProcess(request.PrivateKeyPath, "Write a private key"),
        { PrivateKeyPath: null } => ShouldProcess(request.PublicKeyPath, "Write a public key"),
        _ => ShouldProcess($"{request.PrivateKeyPath} and {request.PublicKeyPath}", "Write a private key and its public key"),
    };

    private string? Resolve(string? path)
    {
        try
        {
            return path is null ? null : FilePath.Resolve(SessionState, path);
        }
        catch (IOException e)
        {
            throw new FileWriteException(path!, e);
        }
    }
}
