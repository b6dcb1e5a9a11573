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

/// <summary>Makes the token with which a viewer plays a private IVS channel.</summary>
[Cmdlet(VerbsCommon.New, "IvsPlaybackToken", DefaultParameterSetName = PathSet)]
[OutputType(typeof(IvsPlaybackToken))]
public sealed class NewIvsPlaybackTokenCommand : ModuleCommand
{
    private const string KeySet = "Key";
    private const string PathSet = "Path";

    private readonly CancellationTokenSource _stopping = new();
    private ECDsa? _ownedKey;
    private IvsPlaybackTokenSigner? _signer;
    private IvsPlaybackTokenBatch? _batch;

    /// <summary>The ARN of the private channel.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Arn")]
    [TextFrom]
    [ValidateNotNullOrEmpty]
    public string ChannelArn { get; set; } = string.Empty;

    /// <summary>The private key: PEM text, a SecureString of it, or an ECDsa.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeySet)]
    [ConcealTransform]
    [ValidateNotNull]
    public object? PrivateKey { get; set; }

    /// <summary>The PEM file of the private key. PEM text is used as the key, since no path looks like it.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [PathOrPem]
    [ValidateNotNullOrEmpty]
    public string PrivateKeyPath { get; set; } = string.Empty;

    /// <summary>The passphrase of an encrypted private key.</summary>
    [Parameter]
    [SecretTransform]
    public SecureString? Passphrase { get; set; }

    /// <summary>The origins that may play; all where it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] AllowOrigin { get; set; } = [];

    /// <summary>Whether playlists and segments are checked for their origin too.</summary>
    [Parameter]
    public SwitchParameter StrictOriginEnforcement { get; set; }

    /// <summary>Makes a token that works once, with a new id.</summary>
    [Parameter]
    public SwitchParameter SingleUse { get; set; }

    /// <summary>Makes a token that works once, with this id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PlainValue]
    public Guid? SingleUseId { get; set; }

    /// <summary>The viewer, for revocation.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ViewerId { get; set; }

    /// <summary>The version of the viewer's session, for revocation.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PlainValue]
    public long? ViewerSessionVersion { get; set; }

    /// <summary>How long the token is good for: seconds or a TimeSpan.</summary>
    [Parameter]
    [Alias("Expires")]
    [SecondsTransform]
    public TimeSpan? ExpiresIn { get; set; }

    /// <summary>When the token ends.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [MomentTransform]
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The channel's playback URL, to which the token is added.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? PlaybackUrl { get; set; }

    /// <summary>The time of signing; now where it is not given.</summary>
    [Parameter]
    [Alias("Timestamp")]
    [MomentTransform]
    public DateTimeOffset? SigningTime { get; set; }

    /// <summary>How many tokens are signed at once, each on a thread of its own.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    [PlainValue]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Ends the threads, and wipes the private key.</summary>
    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _batch?.Dispose();
            _ownedKey?.Dispose();
            _stopping.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            (ECDsa key, bool owned) = ReadKey();
            _ownedKey = owned ? key : null;
            _signer = new IvsPlaybackTokenSigner(key);
            _batch = ThrottleLimit > 1 ? IvsPlaybackTokenBatch.TryCreate(key, ThrottleLimit) : null;
            if (ThrottleLimit > 1 && _batch is null)
            {
                WriteVerbose("The private key cannot be copied for each thread, so tokens are signed one after another.");
            }
        }
        catch (InvalidInputException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            ThrowTerminatingError(ErrorRecords.FileUnreadable(PrivateKeyPath, e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        DateTimeOffset now = SigningTime ?? DateTimeOffset.UtcNow;
        if (_batch is null)
        {
            Write(() => _signer!.Sign(CreateRequest(now), now));
            return;
        }

        try
        {
            _batch.Add(CreateRequest(now), now);
        }
        catch (InvalidInputException e)
        {
            _batch.AddRefusal(e.Finding);
        }

        while (_batch.ShouldTake)
        {
            WriteNext();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_batch?.HasPending == true)
        {
            WriteNext();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    private void WriteNext()
    {
        try
        {
            Write(() => _batch!.Take(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Write(Func<IvsPlaybackToken> make)
    {
        try
        {
            IvsPlaybackToken token = make();
            foreach (Finding finding in token.Findings)
            {
                WriteWarning(finding);
            }

            WriteObject(token);
        }
        catch (InvalidInputException e) when (e.Finding.Category == FindingCategory.InvalidKey)
        {
            // Only a signature tells that a key has no private part; no later record can do better.
            ThrowTerminatingError(ErrorRecords.From(e));
        }
        catch (InvalidInputException e)
        {
            WriteError(ErrorRecords.From(e));
        }
    }

    private (ECDsa Key, bool Owned) ReadKey() => ParameterSetName == KeySet
        ? PrivateKeyArgument.Read(Concealed.Reveal(PrivateKey)!, Passphrase)
        : PrivateKeyArgument.IsPem(PrivateKeyPath) ? PrivateKeyArgument.Read(PrivateKeyPath, Passphrase)
        : (PrivateKeyArgument.ReadFile(FilePath.Resolve(SessionState, PrivateKeyPath), Passphrase, _stopping.Token), true);

    private IvsPlaybackTokenRequest CreateRequest(DateTimeOffset now)
    {
        if (ExpiresAt is not null && ExpiresIn is not null)
        {
            throw ErrorRecords.Exception(
                "IvsExpiryAmbiguous", ExpiresAt, "Both -ExpiresAt and -ExpiresIn are given.", "Give one of the two.");
        }

        if (SingleUse && SingleUseId is not null)
        {
            throw ErrorRecords.Exception(
                "IvsSingleUseAmbiguous", SingleUseId, "Both -SingleUse and -SingleUseId are given.", "Give one of the two: -SingleUse makes an id itself.");
        }

        DateTimeOffset end = ExpiresAt ?? IvsPlaybackTokenRequest.EndAfter(now, ExpiresIn ?? IvsPlaybackTokenRequest.DefaultExpiry);
        return new IvsPlaybackTokenRequest(ChannelArn, end)
        {
            AllowOrigin = AllowOrigin ?? [],
            StrictOriginEnforcement = StrictOriginEnforcement,
            SingleUseId = SingleUse ? Guid.NewGuid() : SingleUseId,
            ViewerId = ViewerId,
            ViewerSessionVersion = ViewerSessionVersion,
            PlaybackUrl = PlaybackUrl,
        };
    }
}
