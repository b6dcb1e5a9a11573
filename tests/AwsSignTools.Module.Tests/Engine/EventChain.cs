using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime.EventStreams;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>
/// Checks the frames of a signed event stream one after another as a server does: decoded by AWSSDK.Core, their signatures made again from the
/// specification.
/// </summary>
internal sealed class EventChain(string secretKey, string region, string service, string seed)
{
    private string _prior = seed;

    /// <summary>How many frames were checked.</summary>
    public int Count { get; private set; }

    /// <summary>The payload of the next frame.</summary>
    /// <exception cref="InvalidDataException">The frame is not the one that the chain goes on with.</exception>
    public byte[] Next(byte[] frame)
    {
        Count++;
        EventStreamMessage outer = Decode(frame);
        if (!outer.Headers.Keys.Order(StringComparer.Ordinal).SequenceEqual([":chunk-signature", ":date"]))
        {
            throw new InvalidDataException($"frame {Count} is not signed, or has other headers than those of a signed one");
        }

        DateTime date = outer.Headers[":date"].AsTimestamp().ToUniversalTime();
        string signature = Convert.ToHexStringLower(outer.Headers[":chunk-signature"].AsByteBuf());
        string scope = $"{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/{region}/{service}/aws4_request";
        string stringToSign = string.Join(
            "\n",
            "AWS4-HMAC-SHA256-PAYLOAD",
            date.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
            scope,
            _prior,
            Convert.ToHexStringLower(SHA256.HashData(DateHeader(date))),
            Convert.ToHexStringLower(SHA256.HashData(outer.Payload)));
        string expected = Convert.ToHexStringLower(
            HMACSHA256.HashData(AuthorizationVerifier.SigningKey(secretKey, scope), Encoding.UTF8.GetBytes(stringToSign)));
        if (signature != expected)
        {
            throw new InvalidDataException($"the signature of frame {Count} is wrong");
        }

        _prior = signature;
        return outer.Payload;
    }

    /// <summary>A frame as AWSSDK.Core reads it.</summary>
    public static EventStreamMessage Decode(byte[] frame)
    {
        try
        {
            return EventStreamMessage.FromBuffer(frame, 0, frame.Length);
        }
        catch (EventStreamChecksumFailureException e)
        {
            throw new InvalidDataException("a checksum is wrong: " + e.Message, e);
        }
    }

    // Name length, name, type 8, milliseconds.
    private static byte[] DateHeader(DateTime date)
    {
        byte[] milliseconds = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, new DateTimeOffset(date).ToUnixTimeMilliseconds());
        return [5, .. ":date"u8, 8, .. milliseconds];
    }
}
