using Bridge.Smime.Reading.Mime;

namespace Bridge.Smime.Reading;

/// <summary>
/// Goes through the layers around the whole message from the outside in, and hands the innermost entity, the
/// cryptographic payload (RFC 9787 section 4), to the output.
/// </summary>
internal sealed class EntityReader
{
    private readonly OpeningSession _session;
    private readonly PartWalker _walker;
    private readonly OutputComposer _composer;
    private readonly CmsEntityReader _cms;
    private readonly ClearSignedReader _clearSigned;

    public EntityReader(OpeningSession session)
    {
        _session = session;
        _composer = new OutputComposer(session);
        _walker = new PartWalker(session);
        _cms = new CmsEntityReader(session, this);
        _clearSigned = new ClearSignedReader(session);
    }

    /// <summary>Reads one entity, of which only the header has been read, to its end.</summary>
    public void Open(MimeScanner scanner, HeaderBlock header)
    {
        switch (EntityKinds.Recognise(header))
        {
            case EntityKind.ClearSigned:
                _session.Peeled = true;
                _clearSigned.Read(scanner, header, "1", coversMessage: true, first => Open(scanner, first));
                break;
            case EntityKind.Cms or EntityKind.MaybeCms or EntityKind.DetachedSignature:
                _cms.Read(scanner, header);
                break;
            case EntityKind.Message when _session.InEnvelope && !_session.Bare:
                OpenMessage(scanner, header);
                break;
            default:
                Show(scanner, header);
                break;
        }
    }

    /// <summary>Reads what a layer enclosed: a MIME entity, or for a bare object whatever it is.</summary>
    public void OpenContent(Stream content)
    {
        MimeScanner scanner = new(content);
        HeaderBlock header = HeaderBlock.Read(scanner);
        _session.Peeled = true;
        Open(scanner, header);
        scanner.Output = null;
        scanner.Drain();
    }

    /// <summary>Opens a CMS object that stands for the message.</summary>
    public void OpenCms(Cms.Reading.CmsObject cms) => _cms.Open(cms, () => { }, () => { }, () => { });

    /// <summary>
    /// Shows an entity whose body has already been read in part: header, then what the body gives back. One that cannot give
    /// back its beginning is not shown at all.
    /// </summary>
    public void ShowUnopened(HeaderBlock header, Streams.RecordingStream body)
    {
        if (body.Overflowed)
        {
            _session.Spoil();
            return;
        }

        _composer.WriteHeader(header);
        body.Replay(_session.Output.Write);
    }

    private void Show(MimeScanner scanner, HeaderBlock header)
    {
        _session.Protected ??= _session.InEnvelope ? ProtectedHeaders.Read(header) : null;
        _composer.WriteHeader(header);
        ShowBody(scanner, header);
    }

    // A message inside the envelope is a forwarded one, unless it wraps this very message (RFC 9788 section 4.10).
    private void OpenMessage(MimeScanner scanner, HeaderBlock header)
    {
        HeaderBlock inner = HeaderBlock.Read(scanner);
        if (ProtectedHeaders.Wraps(header, inner, _session.Outer))
        {
            _session.Protected = ProtectedHeaders.OfWrapped(inner);
            _composer.WriteHeader(inner);
            ShowBody(scanner, inner);
            return;
        }

        _session.Protected ??= ProtectedHeaders.Read(header);
        _composer.WriteHeader(header);
        _session.Output.Write(inner.Raw.Span);
        scanner.Output = _session.Output;
        _walker.WalkMessage(scanner, inner, "1", 1);
        scanner.Output = null;
    }

    private void ShowBody(MimeScanner scanner, HeaderBlock header)
    {
        scanner.Output = _session.Output;
        _walker.WalkRoot(scanner, header);
        scanner.Output = null;
    }
}
