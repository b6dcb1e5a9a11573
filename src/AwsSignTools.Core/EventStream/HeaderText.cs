using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.EventStream;

/// <summary>Text of headers as bytes.</summary>
internal static class HeaderText
{
    /// <summary>The UTF-8 of a name or value.</summary>
    /// <exception cref="InvalidInputException"><c>TextInvalid</c>: an unpaired surrogate.</exception>
    public static byte[] ToUtf8(string text)
    {
        try
        {
            return Text.StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw InvalidInputException.For(
                "TextInvalid",
                text,
                $"{Quoted.Value(text)} has half of a surrogate pair, which no UTF-8 can carry.",
                "Give text that is valid Unicode.",
                e);
        }
    }
}
