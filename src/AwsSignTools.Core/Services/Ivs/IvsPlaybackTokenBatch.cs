using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
using AwsSignTools.Findings;
using AwsSignTools.Keys;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Ivs;

/// <summary>
/// Signs many tokens on several threads, each with its own copy of the key, and returns them in the order of their requests. One thread adds
/// and takes.
/// </summary>
internal sealed class IvsPlaybackTokenBatch : IDisposable
{
    // The first token is returned once each thread has one to sign; from then on the threads find the next requests waiting while the taker
    // binds and writes, and enough of them for the milliseconds that it may wait for a core of its own.
    private const int RequestsPerThread = 8;

    private readonly IReadOnlyList<ECDsa> _keys;
    private readonly OrderedWorkers<IvsPlaybackTokenSigner, IvsPlaybackToken> _workers;
    private bool _hasTaken;

    private IvsPlaybackTokenBatch(IReadOnlyList<ECDsa> keys)
    {
        _keys = keys;
        List<IvsPlaybackTokenSigner> signers = new(keys.Count);
        foreach (ECDsa key in keys)
        {
            signers.Add(new IvsPlaybackTokenSigner(key));
        }

        _workers = new OrderedWorkers<IvsPlaybackTokenSigner, IvsPlaybackToken>(signers);
    }

    /// <summary>True while there is a token to take.</summary>
    public bool HasPending => _workers.Pending > 0;

    /// <summary>True if a token should be taken before the next request is added: one is signed, or enough are waiting.</summary>
    public bool ShouldTake =>
        _workers.IsNextDone || _workers.Pending >= (_hasTaken ? RequestsPerThread * _keys.Count : _keys.Count);

    /// <summary>Starts the threads.</summary>
    /// <param name="key">The private key, which stays the caller's to dispose.</param>
    /// <param name="threads">How many threads.</param>
    /// <returns>The batch; null if the key cannot be copied, such as one in a store or in hardware.</returns>
    public static IvsPlaybackTokenBatch? TryCreate(ECDsa key, int threads)
    {
        IReadOnlyList<ECDsa> copies = EcPrivateKeyCopies.Create(key, threads);
        return copies.Count == 0 ? null : new IvsPlaybackTokenBatch(copies);
    }

    /// <summary>Adds a request.</summary>
    public void Add(IvsPlaybackTokenRequest request, DateTimeOffset now) => _workers.Add(signer => signer.Sign(request, now));

    /// <summary>Adds a refusal, which is thrown in its turn: after the tokens of the requests before.</summary>
    public void AddRefusal(Finding finding) => _workers.Add(_ => throw new InvalidInputException(finding));

    /// <summary>Waits for the next token.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidInputException">A rule refuses the request, or the key cannot sign.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public IvsPlaybackToken Take(CancellationToken cancellation)
    {
        _hasTaken = true;
        return _workers.Take(cancellation);
    }

    /// <summary>Ends the threads and wipes the copies of the key.</summary>
    public void Dispose()
    {
        _workers.Dispose();
        foreach (ECDsa key in _keys)
        {
            key.Dispose();
        }
    }
}
