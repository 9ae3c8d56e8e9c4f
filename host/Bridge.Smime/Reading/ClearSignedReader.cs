using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Reading.Evidence;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>Reads multipart/signed (RFC 1847, RFC 8551 section 3.5.3): the first part is hashed exactly as it stands in the message.</summary>
internal sealed class ClearSignedReader(OpeningSession session)
{
    /// <param name="scanner">Stands behind the entity's header.</param>
    /// <param name="header">That header.</param>
    /// <param name="part">MIME part number.</param>
    /// <param name="coversMessage">Whether it stands around the whole message.</param>
    /// <param name="readFirst">Reads the signed entity, whose header it is given.</param>
    public void Read(MimeScanner scanner, HeaderBlock header, string part, bool coversMessage, Action<HeaderBlock> readFirst)
    {
        OpenedLayer layer = session.AddLayer(LayerKind.Signed, part, coversMessage);
        string boundary = header.Boundary!;
        int level = scanner.Push(boundary);
        BoundaryWatch preamble = new(scanner.OpenBody(), boundary);
        preamble.CopyTo(Stream.Null);
        bool clear = !preamble.Seen && SignedForm.NamesOneBoundary(header);
        if (!Next(scanner, level))
        {
            Missing(layer);
            readFirst(HeaderBlock.Parse([]));
            Finish(scanner, level);
            return;
        }

        using ContentHasher hasher = new(Announced(header), text: true) { Copy = session.Options.Evidence?.Keep() };
        scanner.Listen(hasher);
        HeaderBlock first = HeaderBlock.Read(scanner);
        readFirst(first);
        scanner.Drain();
        scanner.Unlisten(hasher);
        if (Next(scanner, level))
        {
            clear &= ReadSignature(scanner, layer, hasher, boundary);
        }
        else
        {
            Missing(layer);
        }

        if (SkipRest(scanner, level) || !clear)
        {
            // It is not signed, and some clients show it.
            layer.Doubts.Add(Finding.Warning(FindingCodes.SignedExtraParts));
        }

        Finish(scanner, level);
    }

    private static bool Next(MimeScanner scanner, int level) =>
        scanner.Delimiter is { } delimiter && delimiter.Level == level && !scanner.TakeDelimiter().Close;

    // micalg is only a hint and often wrong; where it is missing or points to an old digest, all usual ones are taken.
    private static List<HashAlgorithmName> Announced(HeaderBlock header)
    {
        List<HashAlgorithmName> named =
            [.. (header.Parameter("micalg") ?? "").Split(',').Select(Digests.ByMicalg).OfType<HashAlgorithmName>()];
        return named.Count > 0 && !named.Contains(HashAlgorithmName.SHA1)
            ? named
            : [HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512];
    }

    // Whether this part is a signature for every reader, and nothing besides.
    private bool ReadSignature(MimeScanner scanner, OpenedLayer layer, ContentHasher hasher, string boundary)
    {
        HeaderBlock header = HeaderBlock.Read(scanner);
        BoundaryWatch body = new(scanner.OpenBody(), boundary);
        try
        {
            CmsObject cms = CmsObject.Open(
                session.Keep(CmsObject.Unarmour(TransferEncodings.Decode(body, header.TransferEncoding))),
                session.Limits);
            layer.Kept = session.Options.Evidence?.TakeCms() is { } kept ? new KeptSignature(kept, Content: hasher.Copy, Hasher: hasher) : null;
            if (cms.ContentType != Oids.SignedData)
            {
                throw new MalformedException("cms-type", "The signature is another kind of CMS object.");
            }

            ReadSignedData(cms, layer, hasher);
        }
        catch (MalformedException e)
        {
            layer.Signers.Clear();
            layer.Doubts.Add(Finding.Error(FindingCodes.SignatureMalformed, ("reason", e.Code)));
        }

        body.CopyTo(Stream.Null);
        return !body.Seen && SignedForm.IsSignature(header);
    }

    private void ReadSignedData(CmsObject cms, OpenedLayer layer, ContentHasher hasher)
    {
        SignedDataReader reader = new(cms.Ber, session.Limits);
        reader.ReadStart();
        List<Finding> about = [];
        if (reader.HasContent)
        {
            // The signature speaks of content of its own, not of what is shown.
            about.Add(Finding.Error(FindingCodes.SignatureEmbeddedContent));
            reader.OpenContent().CopyTo(Stream.Null);
        }

        if (reader.ContentType != Oids.Data)
        {
            layer.Doubts.Add(Finding.Warning(FindingCodes.CmsTypeUnsupported, ("type", reader.ContentType)));
        }

        SignedDataTrailer trailer = reader.ReadEnd();
        if (trailer.Signers.Count == 0)
        {
            layer.Kind = LayerKind.CertsOnly;
            session.Findings.Add(Finding.Warning(FindingCodes.SignatureMissing));
        }

        new SignerChecker(session, reader.ContentType, hasher).Check(trailer, layer, about);
        if (cms.Close())
        {
            session.Findings.Add(Finding.Info(FindingCodes.CmsTrailingData));
        }
    }

    // Whether anything follows the signature.
    private static bool SkipRest(MimeScanner scanner, int level)
    {
        bool more = false;
        while (Next(scanner, level))
        {
            more = true;
            scanner.Drain();
        }

        return more;
    }

    private static void Finish(MimeScanner scanner, int level)
    {
        scanner.Pop(level);
        scanner.Drain();
    }

    private static void Missing(OpenedLayer layer) => layer.Doubts.Add(Finding.Error(FindingCodes.SignatureMissing));
}
