using System;
using System.IO;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Threading;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.Services.Ivs;

namespace AwsSignTools.Commands;

/// <summary>Takes a playback token apart, whoever made it, and says what is wrong with it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "IvsPlaybackToken")]
[OutputType(typeof(IvsPlaybackTokenReport), typeof(bool))]
public sealed class TestIvsPlaybackTokenCommand : ModuleCommand
{
    private readonly CancellationTokenSource _stopping = new();
    private object? _readFrom;
    private ECDsa? _key;
    private ECDsa? _ownedKey;

    /// <summary>The token, a playback URL with it, or the output of New-IvsPlaybackToken.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PlaybackUrl", "Url")]
    [TextFrom("Token", "PlaybackUrl")]
    [AllowEmptyString]
    public string Token { get; set; } = string.Empty;

    /// <summary>The public key: PEM text, the path of a PEM file, or an ECDsa; or the private key, in these forms or as a SecureString.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("PublicKeyMaterial", "PublicKeyPath")]
    [ConcealTransform]
    [ValidateNotNull]
    public object? PublicKey { get; set; }

    /// <summary>The passphrase of an encrypted private key.</summary>
    [Parameter]
    [SecretTransform]
    public SecureString? Passphrase { get; set; }

    /// <summary>The moment at which to look at the token; now where it is not given.</summary>
    [Parameter]
    [Alias("At")]
    [MomentTransform]
    public DateTimeOffset? Time { get; set; }

    /// <summary>Writes only whether the token is valid.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Wipes the key.</summary>
    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _ownedKey?.Dispose();
            _stopping.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (PublicKey is not null && TryReadKey() is { } error)
        {
            ThrowTerminatingError(error);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (TryReadKey() is { } error)
        {
            WriteError(error);
            return;
        }

        IvsPlaybackTokenReport report = IvsPlaybackTokenInspector.Inspect(Token, Time ?? DateTimeOffset.UtcNow, _key);
        WriteObject(Quiet ? report.Valid : report);
    }

    /// <summary>Reads the key, unless it is that of the record before; null where that went well.</summary>
    private ErrorRecord? TryReadKey()
    {
        object? given = Concealed.Reveal(PublicKey);
        if (given is null || ReferenceEquals(given, _readFrom))
        {
            return null;
        }

        try
        {
            _ownedKey?.Dispose();
            _ownedKey = null;
            (_key, bool owned) = PublicKeyArgument.Read(given, Passphrase, SessionState, _stopping.Token);
            _ownedKey = owned ? _key : null;
            _readFrom = given;
            return null;
        }
        catch (InvalidInputException e)
        {
            return ErrorRecords.From(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return ErrorRecords.FileUnreadable(PublicKeyArgument.TextOf(given), e);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }
}
