using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>Copies of a private key, one for each thread that signs: an <see cref="ECDsa"/> is not made for use by several at once.</summary>
internal static class EcPrivateKeyCopies
{
    /// <summary>Copies a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="count">How many copies.</param>
    /// <returns>The copies, which are the caller's to dispose; none if the key does not let itself be copied, as one in a store or in hardware.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public static IReadOnlyList<ECDsa> Create(ECDsa key, int count)
    {
        ArgumentNullException.ThrowIfNull(key);
        ECParameters parameters;
        try
        {
            parameters = key.ExportParameters(includePrivateParameters: true);
        }
        catch (Exception e) when (e is CryptographicException or ObjectDisposedException or NotSupportedException)
        {
            return [];
        }

        List<ECDsa> copies = new(count);
        try
        {
            for (int i = 0; i < count; i++)
            {
                ECDsa copy = ECDsa.Create();
                copies.Add(copy);
                PlatformCrypto.ImportPrivateKey(copy, parameters);
            }

            return copies;
        }
        catch (CryptographicException)
        {
            copies.ForEach(static copy => copy.Dispose());
            return [];
        }
        finally
        {
            PlatformCrypto.Zero(parameters.D);
        }
    }
}
