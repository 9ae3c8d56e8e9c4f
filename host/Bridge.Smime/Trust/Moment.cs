using System.Globalization;

namespace Bridge.Smime.Trust;

/// <summary>Moments as text for findings: ISO 8601 in UTC, seconds precise.</summary>
internal static class Moment
{
    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
