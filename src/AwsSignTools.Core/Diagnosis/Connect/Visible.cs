using System.Text;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Text of a server as a terminal may show it.</summary>
internal static class Visible
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with U+FFFD for control characters, but line breaks and tabs.</summary>
    public static string Of(string text)
    {
        StringBuilder? changed = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\t' or '\r' or '\n'))
            {
                changed ??= new StringBuilder(text);
                changed[i] = Replacement;
            }
        }

        return changed?.ToString() ?? text;
    }
}
