using System;
using System.Globalization;

namespace AwsSignTools.Platform;

/// <summary>Reads when a credential ends, as programs, services and the environment say it.</summary>
internal static class Iso8601
{
    /// <summary>Reads a moment of ISO 8601; one without a zone is of UTC. The platform alone takes <c>1.5</c> for a day of this year, too.</summary>
    /// <param name="text">The text; null is no moment.</param>
    /// <param name="moment">The moment.</param>
    public static bool TryParse(string? text, out DateTimeOffset moment)
    {
        const int YearDigits = 4;
        moment = default;
        return text?.Length > YearDigits && text[YearDigits] == '-' && Characters.IsDigits(text.AsSpan(0, YearDigits))
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
    }
}
