using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Errors;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Streams;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>
/// Walks the parts of what is shown, as they pass to the output, and notes S/MIME on parts. Encrypted parts stay closed:
/// their plaintext must not come into the company of parts from somebody else (EFAIL).
/// </summary>
internal sealed class PartWalker(OpeningSession session)
{
    private readonly ClearSignedReader _clearSigned = new(session);

    /// <summary>Walks the body of the entity that is shown.</summary>
    public void WalkRoot(MimeScanner scanner, HeaderBlock header)
    {
        session.CountPart(0);
        if (EntityKinds.Recognise(header) == EntityKind.Multipart)
        {
            WalkParts(scanner, header, "", 1, forwarded: false);
        }
        else if (EntityKinds.Recognise(header) == EntityKind.Message)
        {
            WalkMessage(scanner, HeaderBlock.Read(scanner), "1", 1);
        }
        else
        {
            ReadLeaf(scanner, header);
        }
    }

    /// <summary>Walks a message inside the message, whose header has been read.</summary>
    public void WalkMessage(MimeScanner scanner, HeaderBlock header, string number, int depth) =>
        Walk(scanner, header, number, depth, forwarded: true);

    private void Walk(MimeScanner scanner, HeaderBlock header, string number, int depth, bool forwarded)
    {
        session.CountPart(depth);
        switch (EntityKinds.Recognise(header))
        {
            case EntityKind.Multipart:
                WalkParts(scanner, header, number + ".", depth + 1, forwarded);
                break;
            case EntityKind.Message:
                Walk(scanner, HeaderBlock.Read(scanner), number, depth + 1, forwarded: true);
                break;
            case EntityKind.ClearSigned when forwarded:
                InAttachment(number);
                WalkParts(scanner, header, number + ".", depth + 1, forwarded);
                break;
            case EntityKind.ClearSigned:
                _clearSigned.Read(scanner, header, number, coversMessage: false, first => Walk(scanner, first, number + ".1", depth + 1, forwarded));
                break;
            case EntityKind.Cms or EntityKind.MaybeCms:
                ReadCms(scanner, header, number, forwarded);
                break;
            default:
                ReadLeaf(scanner, header);
                break;
        }

        scanner.Drain();
    }

    private void WalkParts(MimeScanner scanner, HeaderBlock header, string prefix, int depth, bool forwarded)
    {
        int level = scanner.Push(header.Boundary!);
        scanner.Drain();
        int number = 0;
        while (scanner.Delimiter is { } delimiter && delimiter.Level == level && !scanner.TakeDelimiter().Close)
        {
            bool first = ++number == 1 && prefix.Length == 0;
            HeaderBlock part = first ? ReadPastLegacyDisplay(scanner, level) : HeaderBlock.Read(scanner);
            Walk(scanner, part, prefix + number, depth, forwarded);
        }

        scanner.Pop(level);
        scanner.Drain();
    }

    // The older form of protected headers repeats them in a first part of their own, for clients that know none.
    private HeaderBlock ReadPastLegacyDisplay(MimeScanner scanner, int level)
    {
        Stream? output = scanner.Output;
        scanner.Output = null;
        HeaderBlock part = HeaderBlock.Read(scanner);
        if (session is { Decrypted: true, Protected.Strict: false } && LegacyDisplay.IsPart(part))
        {
            session.CountPart(1);
            scanner.Drain();
            if (scanner.Delimiter is { Close: false } delimiter && delimiter.Level == level)
            {
                scanner.TakeDelimiter();
                part = HeaderBlock.Read(scanner);
            }
        }

        scanner.Output = output;
        output?.Write(part.Raw.Span);
        return part;
    }

    private void ReadLeaf(MimeScanner scanner, HeaderBlock header)
    {
        if (session is { Decrypted: true, Protected.ForEncryption: true } && LegacyDisplay.Marks(header))
        {
            LegacyDisplay.Remove(scanner, header);
        }

        scanner.Drain();
    }

    private void ReadCms(MimeScanner scanner, HeaderBlock header, string number, bool forwarded)
    {
        try
        {
            CmsObject cms = CmsObject.Open(
                CmsObject.Unarmour(TransferEncodings.Decode(scanner.OpenBody(), header.TransferEncoding)),
                session.Limits);
            switch (cms.ContentType)
            {
                case Oids.EnvelopedData or Oids.AuthEnvelopedData:
                    session.AddLayer(LayerKind.Enveloped, number, coversMessage: false);
                    if (!forwarded)
                    {
                        session.MarkEncryptedPart(number);
                    }

                    break;
                case Oids.SignedData when forwarded:
                    InAttachment(number);
                    break;
                case Oids.SignedData:
                    ReadSigned(cms, number);
                    break;
                case Oids.CompressedData:
                    session.AddLayer(LayerKind.Compressed, number, coversMessage: false);
                    break;
            }
        }
        catch (MalformedException)
        {
            // A part that only calls itself S/MIME is an attachment like any other.
        }
    }

    private void ReadSigned(CmsObject cms, string number)
    {
        OpenedLayer layer = session.AddLayer(LayerKind.Signed, number, coversMessage: false);
        SignedDataReader reader = new(cms.Ber, session.Limits);
        reader.ReadStart();
        using ContentHasher hasher = new(reader.DigestAlgorithms, text: false);
        if (reader.HasContent)
        {
            new HashingStream(reader.OpenContent(), hasher).CopyTo(Stream.Null);
        }

        SignedDataTrailer trailer = reader.ReadEnd();
        if (trailer.Signers.Count == 0)
        {
            layer.Kind = LayerKind.CertsOnly;
        }

        new SignerChecker(session, reader.ContentType, reader.HasContent ? hasher : null).Check(trailer, layer, []);
    }

    // A forwarded message's signature is about that message and its own sender.
    private void InAttachment(string number)
    {
        session.AddLayer(LayerKind.Signed, number, coversMessage: false);
        session.Findings.Add(Finding.Info(FindingCodes.SignatureInAttachment, ("part", number)));
    }
}
