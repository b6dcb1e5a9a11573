using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Threading;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Keys;
using AwsSignTools.Parameters;
using AwsSignTools.Platform;
using AwsSignTools.Services.Ivs;

namespace AwsSignTools.Commands;

/// <summary>Makes the token with which a viewer plays a private IVS channel.</summary>
[Cmdlet(VerbsCommon.New, "IvsPlaybackToken", DefaultParameterSetName = PathSet)]
[OutputType(typeof(IvsPlaybackToken))]
public sealed class NewIvsPlaybackTokenCommand : PSCmdlet, IDisposable
{
    private const string KeySet = "Key";
    private const string PathSet = "Path";

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<ECDsa> _ownedKeys = [];
    private IvsPlaybackTokenSigner? _signer;
    private OrderedWorkers<IvsPlaybackTokenSigner, IvsPlaybackToken>? _workers;
    private bool _hasWritten;

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

    /// <summary>The PEM file of the private key.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
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
    public Guid? SingleUseId { get; set; }

    /// <summary>The viewer, for revocation.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ViewerId { get; set; }

    /// <summary>The version of the viewer's session, for revocation.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
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
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Ends the threads, and wipes the private key.</summary>
    public void Dispose()
    {
        _workers?.Dispose();
        _ownedKeys.ForEach(static key => key.Dispose());
        _stopping.Dispose();
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            (ECDsa key, bool owned) = ReadKey();
            if (owned)
            {
                _ownedKeys.Add(key);
            }

            _signer = new IvsPlaybackTokenSigner(key);
            if (ThrottleLimit > 1)
            {
                StartWorkers(key);
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
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        DateTimeOffset now = SigningTime ?? DateTimeOffset.UtcNow;
        if (_workers is null)
        {
            Write(() => _signer!.Sign(CreateRequest(now), now));
            return;
        }

        try
        {
            IvsPlaybackTokenRequest request = CreateRequest(now);
            _workers.Add(signer => signer.Sign(request, now));
        }
        catch (InvalidInputException e)
        {
            // In its turn, behind the tokens of the records before.
            _workers.Add(_ => throw new InvalidInputException(e.Finding));
        }

        // The first token is written once each thread has one to sign; from then on the threads find the next ones waiting while this one binds
        // and writes, and enough of them for the milliseconds that it may wait for a core of its own.
        while (_workers.IsNextDone || _workers.Pending >= (_hasWritten ? 8 * ThrottleLimit : ThrottleLimit))
        {
            WriteNext();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_workers?.Pending > 0)
        {
            WriteNext();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    private void StartWorkers(ECDsa key)
    {
        IReadOnlyList<ECDsa> copies = EcPrivateKeyCopies.Create(key, ThrottleLimit);
        if (copies.Count == 0)
        {
            WriteVerbose("The private key does not let itself be copied for each thread, so tokens are signed one after another.");
            return;
        }

        _ownedKeys.AddRange(copies);
        List<IvsPlaybackTokenSigner> signers = new(copies.Count);
        foreach (ECDsa copy in copies)
        {
            signers.Add(new IvsPlaybackTokenSigner(copy));
        }

        _workers = new OrderedWorkers<IvsPlaybackTokenSigner, IvsPlaybackToken>(signers);
    }

    private void WriteNext()
    {
        _hasWritten = true;
        try
        {
            Write(() => _workers!.Take(_stopping.Token));
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
                WriteWarning($"{finding.Message} {finding.Remedy}");
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
        : (PrivateKeyArgument.ReadFile(FilePath.Resolve(SessionState, PrivateKeyPath), Passphrase), true);

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
