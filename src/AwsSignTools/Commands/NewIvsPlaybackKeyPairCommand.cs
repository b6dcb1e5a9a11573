using System;
using System.IO;
using System.Management.Automation;
using System.Security;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
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
        string? at = PrivateKeyPath;
        try
        {
            string? privatePath = Resolve(PrivateKeyPath);
            at = PublicKeyPath ?? at;
            string? publicPath = Resolve(PublicKeyPath);
            if (privatePath is not null && FilePath.IsSame(privatePath, publicPath))
            {
                throw ErrorRecords.Exception(
                    "KeyPathsSame", privatePath, $"Both keys were to be written to the file '{privatePath}'.", "Give each key a file of its own.");
            }

            if (!Force && FirstThatExists(privatePath, publicPath) is { } existing)
            {
                WriteError(ErrorRecords.FileExists(existing));
                return;
            }

            if (!ShouldWrite(privatePath, "Write a private key") || !ShouldWrite(publicPath, "Write a public key"))
            {
                return;
            }

            IvsPlaybackKeyPairRequest request = new()
            {
                Name = Name,
                PrivateKeyPath = privatePath,
                PublicKeyPath = publicPath,
                Overwrite = Force,
            };
            at = privatePath ?? publicPath;
            WriteObject(SecureText.Use(Passphrase, passphrase => IvsPlaybackKeyPairMaker.Make(request, passphrase)));
        }
        catch (InvalidInputException e)
        {
            WriteError(ErrorRecords.From(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            WriteError(ErrorRecords.FileUnwritable(at ?? string.Empty, e));
        }
    }

    private bool ShouldWrite(string? path, string action) => path is null || ShouldProcess(path, action);

    private string? Resolve(string? path) => path is null ? null : FilePath.Resolve(SessionState, path);

    private static string? FirstThatExists(params string?[] paths) => Array.Find(paths, static p => p is not null && (File.Exists(p) || Directory.Exists(p)));
}
