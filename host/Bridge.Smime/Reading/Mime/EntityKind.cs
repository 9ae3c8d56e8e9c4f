namespace Bridge.Smime.Reading.Mime;

/// <summary>What an entity says that it is.</summary>
internal enum EntityKind
{
    /// <summary>Nothing to look into.</summary>
    Leaf,
    Multipart,
    /// <summary>message/rfc822 or message/global.</summary>
    Message,
    /// <summary>multipart/signed of S/MIME.</summary>
    ClearSigned,
    /// <summary>application/pkcs7-mime or its relatives.</summary>
    Cms,
    /// <summary>A file name of S/MIME under a type that says nothing; the bytes decide.</summary>
    MaybeCms,
    /// <summary>A lone signature.</summary>
    DetachedSignature,
}

/// <summary>Recognises S/MIME as senders and gateways really write it (RFC 8551 section 3.2, 3.3, 3.5).</summary>
internal static class EntityKinds
{
    private static readonly string[] s_cmsNames = [".p7m", ".p7c", ".p7z"];

    public static EntityKind Recognise(HeaderBlock header) => header.MediaType switch
    {
        "multipart/signed" when header.Boundary is not null && IsSmime(header) => EntityKind.ClearSigned,
        "application/pkcs7-mime" or "application/x-pkcs7-mime" => EntityKind.Cms,
        "application/pkcs7-signature" or "application/x-pkcs7-signature" => EntityKind.DetachedSignature,
        "application/octet-stream" or "application/x-octet-stream" when HasName(header, s_cmsNames) => EntityKind.MaybeCms,
        "application/octet-stream" or "application/x-octet-stream" when HasName(header, [".p7s"]) => EntityKind.DetachedSignature,
        "message/rfc822" or "message/global" => EntityKind.Message,
        string type when type.StartsWith("multipart/", StringComparison.Ordinal) && header.Boundary is not null => EntityKind.Multipart,
        _ => EntityKind.Leaf,
    };

    // Without a protocol only a PGP micalg tells the other kind.
    private static bool IsSmime(HeaderBlock header)
    {
        string protocol = header.Parameter("protocol") ?? "";
        return protocol.Length > 0
            ? protocol.Contains("pkcs7-signature", StringComparison.OrdinalIgnoreCase)
            : header.Parameter("micalg")?.StartsWith("pgp-", StringComparison.OrdinalIgnoreCase) != true;
    }

    private static bool HasName(HeaderBlock header, string[] endings) =>
        endings.Any(e => header.FileName.Trim().EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
