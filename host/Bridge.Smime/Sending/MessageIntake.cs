using Bridge.Smime.Errors;
using Bridge.Smime.Sending.Mime;

namespace Bridge.Smime.Sending;

/// <summary>Reads the header of a message to be protected and says whether the message is one that may be.</summary>
internal static class MessageIntake
{
    private static readonly string[] s_protectedTypes =
    [
        "application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/signed", "multipart/encrypted",
        "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-encrypted",
    ];

    /// <exception cref="RefusalException"><c>message-unreadable</c>; <c>already-protected</c> for S/MIME and PGP/MIME.</exception>
    public static List<HeaderField> ReadHeader(MimeReader reader)
    {
        List<HeaderField> fields = reader.ReadHeader();
        if (fields is [{ Name: "" } first, ..] && first.Raw.AsSpan().StartsWith("From "u8))
        {
            // The separator line of an mbox file is no part of the message.
            fields.RemoveAt(0);
        }

        if (fields.Count == 0 || fields.Exists(f => f.Name.Length == 0))
        {
            throw MessageRefusals.Unreadable("header");
        }

        return IsProtected(new PartHeader(fields)) ? throw AlreadyProtected() : fields;
    }

    private static bool IsProtected(PartHeader header)
    {
        string type = $"{header.Type.MediaType}/{header.Type.MediaSubtype}";
        return s_protectedTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
            || (header.Type.IsMimeType("application", "octet-stream")
                && (header.Type.Name ?? "").EndsWith(".p7m", StringComparison.OrdinalIgnoreCase));
    }

    private static RefusalException AlreadyProtected() =>
        new("already-protected", RefusalKind.Message, "The message is already signed or encrypted.");
}
