namespace Bridge.Smime.Reading.Mime;

/// <summary>
/// Whether a multipart/signed is written so that every reader takes the same part for the signed one and shows no other. Clear-signed
/// mail is drawn by the mail client from the bytes as they came, so what it may read differently is as bad as text that is not signed.
/// </summary>
internal static class SignedForm
{
    /// <summary>Whether its Content-Type names one boundary: of two, some readers take the first, some the last, some the one of RFC 2231.</summary>
    public static bool NamesOneBoundary(HeaderBlock header)
    {
        List<string> names = [.. Names(header.First("Content-Type")?.Value ?? "").Where(n => n.StartsWith("boundary", StringComparison.Ordinal))];
        return names.Count == 1 || (names.Distinct().Count() == names.Count && names.All(n => n.StartsWith("boundary*", StringComparison.Ordinal) && n.Length > "boundary*".Length));
    }

    /// <summary>Whether a second part is of a type that no client shows as text. Without a usable protocol parameter, clients show all parts.</summary>
    public static bool IsSignature(HeaderBlock part) =>
        !part.Anomalous && part.Count("Content-Type") == 1 && part.MediaType.StartsWith("application/", StringComparison.Ordinal);

    // What stands between a semicolon and an equals sign, inside quotation marks too: not everybody reads these.
    private static IEnumerable<string> Names(string contentType) =>
        from piece in contentType.Split(';').Skip(1)
        let end = piece.IndexOf('=')
        where end > 0
        select piece[..end].Trim().ToLowerInvariant();
}
