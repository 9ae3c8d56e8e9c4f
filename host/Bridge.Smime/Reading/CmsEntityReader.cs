using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Errors;
using Bridge.Smime.Reading.Evidence;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Streams;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>Opens application/pkcs7-mime and its relatives. What the bytes are decides, not what smime-type says.</summary>
internal sealed class CmsEntityReader(OpeningSession session, EntityReader entities)
{
    // Enough for the longest list of recipients that the limits allow.
    private const int MostRecorded = 32 << 20;

    // Authenticated content is held until its tag holds. Remembering the message around it as well would take twice the memory,
    // only to give out larger messages unopened after they turned out damaged.
    private const int MostRecordedBesideContent = 1 << 20;

    /// <summary>Reads the entity; what cannot be opened is shown as it came.</summary>
    public void Read(MimeScanner scanner, HeaderBlock header)
    {
        RecordingStream body = new(scanner.OpenBody(), MostRecorded);
        CmsObject? cms = TryOpen(body, header);
        if (cms is null)
        {
            if (EntityKinds.Recognise(header) == EntityKind.Cms)
            {
                Malformed(header);
            }

            entities.ShowUnopened(header, body);
            return;
        }

        Open(cms, () => entities.ShowUnopened(header, body), body.Forget, () => body.Limit(MostRecordedBesideContent));
        scanner.Drain();
    }

    /// <param name="cms">The object, opened as far as its type.</param>
    /// <param name="fallBack">Shows the entity unopened.</param>
    /// <param name="commit">Called when the content is about to be shown: there is no way back.</param>
    /// <param name="hold">Called when the content is about to be held in memory.</param>
    public void Open(CmsObject cms, Action fallBack, Action commit, Action hold)
    {
        KeptBytes? kept = session.Options.Evidence?.TakeCms();
        if (cms.ContentType != Oids.SignedData)
        {
            kept?.Forget();
        }

        switch (cms.ContentType)
        {
            case Oids.SignedData:
                OpenSigned(cms, kept, fallBack, commit);
                break;
            case Oids.EnvelopedData or Oids.AuthEnvelopedData:
                OpenEnveloped(cms, fallBack, commit, hold);
                break;
            case Oids.CompressedData:
                OpenCompressed(cms, fallBack, commit);
                break;
            case Oids.Data when session.Bare:
                ShowData(cms, commit);
                break;
            case Oids.EncryptedData:
                session.AddLayer(LayerKind.Enveloped, "1", coversMessage: true);
                session.SetEncryption(new EncryptionReport(EncryptionStatus.Unsupported));
                Unsupported(cms.ContentType, fallBack);
                break;
            default:
                Unsupported(cms.ContentType, fallBack);
                break;
        }
    }

    private CmsObject? TryOpen(RecordingStream body, HeaderBlock header)
    {
        try
        {
            return CmsObject.Open(session.Keep(CmsObject.Unarmour(TransferEncodings.Decode(body, header.TransferEncoding))), session.Limits);
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    private void OpenSigned(CmsObject cms, KeptBytes? kept, Action fallBack, Action commit)
    {
        SignedDataReader reader = new(cms.Ber, session.Limits);
        OpenedLayer layer = session.AddLayer(LayerKind.Signed, "1", coversMessage: true);
        layer.Kept = kept is null ? null : new KeptSignature(kept, cms.IsBare);
        bool shown = false;
        try
        {
            reader.ReadStart();
            if (!reader.HasContent)
            {
                OpenWithoutContent(cms, reader, layer, fallBack, commit, ref shown);
                return;
            }

            List<Finding> about = session.Detached is null ? [] : [Finding.Error(FindingCodes.SignatureEmbeddedContent)];
            using ContentHasher hasher = new(reader.DigestAlgorithms, text: false);
            HashingStream content = new(reader.OpenContent(), hasher);
            commit();
            shown = true;
            if (!session.Bare && !IsMailContent(reader.ContentType))
            {
                // Signed for another purpose: a time stamp, say, or a firmware package (RFC 8551 section 2.4.1).
                layer.Doubts.Add(Finding.Warning(FindingCodes.CmsTypeUnsupported, ("type", reader.ContentType)));
            }

            Show(content, reader.ContentType);
            Finish(cms, reader, layer, hasher, about);
        }
        catch (MalformedException e)
        {
            layer.Doubts.Add(Finding.Error(FindingCodes.SignatureMalformed, ("reason", e.Code)));
            layer.Signers.Clear();
            if (!shown)
            {
                fallBack();
            }
        }
    }

    private void OpenWithoutContent(CmsObject cms, SignedDataReader reader, OpenedLayer layer, Action fallBack, Action commit, ref bool shown)
    {
        if (session.Detached is { } detached)
        {
            using ContentHasher hasher = new(reader.DigestAlgorithms, text: true);
            commit();
            shown = true;
            entities.OpenContent(new HashingStream(detached, hasher));
            Finish(cms, reader, layer, hasher, []);
            return;
        }

        Finish(cms, reader, layer, null, []);
        shown = true;
        fallBack();
    }

    private void Finish(CmsObject cms, SignedDataReader reader, OpenedLayer layer, ContentHasher? hasher, IReadOnlyList<Finding> about)
    {
        SignedDataTrailer trailer = reader.ReadEnd();
        if (trailer.Signers.Count == 0)
        {
            layer.Kind = LayerKind.CertsOnly;
            session.Findings.Add(Finding.Info(FindingCodes.CertsOnly, ("count", $"{trailer.Certificates.Count}")));
        }

        new SignerChecker(session, reader.ContentType, hasher).Check(trailer, layer, about);
        Close(cms);
    }

    private void OpenEnveloped(CmsObject cms, Action fallBack, Action commit, Action hold)
    {
        OpenedLayer layer = session.AddLayer(LayerKind.Enveloped, "1", coversMessage: true);
        EnvelopeReader envelope = new(session);
        bool shown = false;
        try
        {
            bool opened = envelope.Read(cms, hold, (content, type) =>
            {
                commit();
                shown = true;
                Show(content, type);
            });
            if (!opened)
            {
                fallBack();
                return;
            }

            Close(cms);
        }
        catch (Exception e) when (e is DecryptionFailedException or MalformedException)
        {
            envelope.Damaged();
            layer.Damaged = true;
            if (shown)
            {
                session.Spoil();
            }
            else
            {
                fallBack();
            }
        }
    }

    // Nothing protects it (RFC 5652 section 4): it is given out as it is.
    private void ShowData(CmsObject cms, Action commit)
    {
        try
        {
            commit();
            entities.OpenContent(cms.Ber.OpenOctets());
            Close(cms);
        }
        catch (MalformedException)
        {
            session.Findings.Add(Finding.Error(FindingCodes.CmsMalformed));
        }
    }

    private void OpenCompressed(CmsObject cms, Action fallBack, Action commit)
    {
        session.AddLayer(LayerKind.Compressed, "1", coversMessage: true);
        bool shown = false;
        try
        {
            CompressedDataReader reader = new(cms.Ber, session.Limits, session.Decompressed);
            using Stream content = reader.Open();
            commit();
            shown = true;
            entities.OpenContent(content);
            reader.ReadEnd();
            Close(cms);
        }
        catch (MalformedException)
        {
            session.Findings.Add(Finding.Error(FindingCodes.CmsMalformed));
            if (!shown)
            {
                fallBack();
            }
        }
        catch (UnsupportedAlgorithmException e)
        {
            session.Findings.Add(Finding.Warning(FindingCodes.CompressionUnsupported, ("algorithm", e.Name)));
            fallBack();
        }
    }

    private static bool IsMailContent(string type) =>
        type is Oids.Data or Oids.SignedData or Oids.EnvelopedData or Oids.AuthEnvelopedData or Oids.CompressedData;

    // Content of a CMS type needs no MIME header around it (RFC 5652 section 3).
    private void Show(Stream content, string contentType)
    {
        if (contentType is Oids.SignedData or Oids.EnvelopedData or Oids.AuthEnvelopedData or Oids.CompressedData)
        {
            session.Peeled = true;
            Open(CmsObject.OpenTyped(session.Keep(content), contentType, session.Limits), () => { }, () => { }, () => { });
            content.CopyTo(Stream.Null);
            return;
        }

        entities.OpenContent(content);
    }

    private void Close(CmsObject cms)
    {
        if (cms.Close())
        {
            session.Findings.Add(Finding.Info(FindingCodes.CmsTrailingData));
        }
    }

    private void Unsupported(string type, Action fallBack)
    {
        session.Findings.Add(Finding.Warning(FindingCodes.CmsTypeUnsupported, ("type", type)));
        fallBack();
    }

    // Only smime-type is left to tell what it should have been.
    private void Malformed(HeaderBlock header)
    {
        session.Findings.Add(Finding.Error(FindingCodes.CmsMalformed));
        string type = header.Parameter("smime-type")?.ToLowerInvariant() ?? "";
        if (type.StartsWith("signed", StringComparison.Ordinal))
        {
            session.AddLayer(LayerKind.Signed, "1", coversMessage: true).Doubts.Add(Finding.Error(FindingCodes.SignatureMalformed, ("reason", "cms-malformed")));
        }
        else if (type.Contains("enveloped", StringComparison.Ordinal))
        {
            session.AddLayer(LayerKind.Enveloped, "1", coversMessage: true);
            session.SetEncryption(new EncryptionReport(EncryptionStatus.Damaged));
        }
    }
}
