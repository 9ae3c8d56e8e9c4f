using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Errors;
using Bridge.Smime.Reading;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Streams;

namespace Bridge.Smime.Rewrapping;

/// <summary>Writes what was encrypted as a message of its own: the outer header, and the entity as it stood inside.</summary>
internal static class ClearMessage
{
    // Two headers, and what the readers take ahead.
    private const int MostPeeked = 4 << 20;

    public static void Write(Stream content, OpeningSession session)
    {
        RecordingStream entity = new(content, MostPeeked);
        MimeScanner scanner = new(entity);
        HeaderBlock header = HeaderBlock.Read(scanner);
        session.Peeled = true;
        session.Protected = FindProtected(scanner, header, session);
        if (entity.Overflowed)
        {
            throw Refusals.LimitExceeded("header-bytes");
        }

        new OutputComposer(session).WriteHeader(header);
        int skip = header.Raw.Length;
        entity.Replay(bytes =>
        {
            int skipped = Math.Min(skip, bytes.Length);
            skip -= skipped;
            session.Output.Write(bytes[skipped..]);
        });
    }

    // The protected fields stand in the header of what is shown, which lies inside the signature if there is one.
    private static ProtectedHeaders? FindProtected(MimeScanner scanner, HeaderBlock header, OpeningSession session)
    {
        try
        {
            return EntityKinds.Recognise(header) switch
            {
                EntityKind.ClearSigned => FirstPart(scanner, header.Boundary!) is { } part ? ProtectedHeaders.Read(part) : null,
                EntityKind.Cms or EntityKind.MaybeCms => SignedContent(scanner, header, session) is { } inner ? ProtectedHeaders.Read(inner) : null,
                EntityKind.Message => OfWrapped(header, HeaderBlock.Read(scanner), session),
                _ => ProtectedHeaders.Read(header),
            };
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    private static ProtectedHeaders? OfWrapped(HeaderBlock header, HeaderBlock inner, OpeningSession session) =>
        ProtectedHeaders.Wraps(header, inner, session.Outer) ? ProtectedHeaders.OfWrapped(inner) : null;

    private static HeaderBlock? FirstPart(MimeScanner scanner, string boundary)
    {
        scanner.Push(boundary);
        scanner.Drain();
        return scanner.Delimiter is { Close: false } && !scanner.TakeDelimiter().Close ? HeaderBlock.Read(scanner) : null;
    }

    private static HeaderBlock? SignedContent(MimeScanner scanner, HeaderBlock header, OpeningSession session)
    {
        CmsObject cms = CmsObject.Open(CmsObject.Unarmour(TransferEncodings.Decode(scanner.OpenBody(), header.TransferEncoding)), session.Limits);
        if (cms.ContentType != Oids.SignedData)
        {
            return null;
        }

        SignedDataReader reader = new(cms.Ber, session.Limits);
        reader.ReadStart();
        return reader.HasContent ? HeaderBlock.Read(new MimeScanner(reader.OpenContent())) : null;
    }
}
