using Bridge.Smime.Reading.Mime;

namespace Bridge.Smime.Reading;

/// <summary>
/// Writes the header of the inner message: the outer fields, with those of the outer MIME entity replaced by the inner
/// ones, and unprotected fields by protected ones (RFC 9788 section 4.2). From stays as it is outside: that is the sender
/// that the mail client has shown in its list, and the one that a signer is compared with.
/// </summary>
internal sealed class OutputComposer(OpeningSession session)
{
    // Fields that speak to the reader; without protection they may have been added by anybody.
    private static readonly string[] s_hidden = ["Subject", "Reply-To", "Mail-Followup-To", "Mail-Reply-To", "Comments", "Keywords"];

    /// <param name="payload">Header of the entity that is shown.</param>
    public void WriteHeader(HeaderBlock payload)
    {
        if (!session.Peeled || session.Outer is null)
        {
            session.Output.Write(payload.Raw.Span);
            return;
        }

        ProtectedHeaders? inner = session.Protected;
        foreach (HeaderField outer in session.Outer.Fields.Where(f => !f.DescribesEntity && Stays(f, inner)))
        {
            Write(outer);
        }

        foreach (HeaderField field in inner?.Fields.Where(f => !f.Is("From") && IsOneField(f)) ?? [])
        {
            Write(field);
        }

        session.Output.Write("MIME-Version: 1.0\r\n"u8);
        foreach (HeaderField field in payload.Fields.Where(f => f.DescribesEntity && !f.Is("MIME-Version")))
        {
            Write(field);
        }

        session.Output.Write("\r\n"u8);
    }

    private static bool Stays(HeaderField outer, ProtectedHeaders? inner) =>
        inner is null
        || outer.Is("From")
        || (!inner.Has(outer.Name) && !(inner.Strict && s_hidden.Any(outer.Is)));

    // A return or NUL inside a field begins another one for some readers: such a field is not put beside the outer ones.
    private static bool IsOneField(HeaderField field)
    {
        ReadOnlySpan<byte> raw = field.Raw.Span.TrimEnd("\r\n"u8);
        int at;
        while ((at = raw.IndexOfAny((byte)'\r', (byte)0)) >= 0)
        {
            if (raw[at] == 0 || at + 1 == raw.Length || raw[at + 1] != (byte)'\n')
            {
                return false;
            }

            raw = raw[(at + 1)..];
        }

        return true;
    }

    // The last line of a header may lack its end.
    private void Write(HeaderField header)
    {
        session.Output.Write(header.Raw.Span);
        if (header.Raw.Span[^1] != (byte)'\n')
        {
            session.Output.Write("\r\n"u8);
        }
    }
}
