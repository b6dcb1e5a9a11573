namespace AwsSignTools.Platform;

/// <summary>The <c>token</c> of RFC 9110 section 5.6.2: what a method or a header name is made of.</summary>
internal static class HttpToken
{
    /// <summary>True if the text is a token.</summary>
    public static bool IsValid(string? text)
    {
        foreach (char c in text ?? string.Empty)
        {
            bool valid = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')
                or '!' or '#' or '$' or '%' or '&' or '\'' or '*' or '+' or '-' or '.' or '^' or '_' or '`' or '|' or '~';
            if (!valid)
            {
                return false;
            }
        }

        return !string.IsNullOrEmpty(text);
    }
}
