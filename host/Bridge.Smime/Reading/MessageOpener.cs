using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Streams;
using Bridge.Smime.Trust;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>
/// Opens protected mail in one streaming pass with bounded memory. Stateless between messages and safe for use by several
/// threads if its ports are.
/// </summary>
/// <param name="keys">The user's own keys.</param>
/// <param name="directory">Correspondents' certificates; learns from verified signatures.</param>
/// <param name="paths">Path validation.</param>
/// <param name="log">Record of first verifications; null keeps none.</param>
/// <param name="clock">Tells whether a judgement is as of now; null is the system's clock.</param>
public sealed class MessageOpener(
    IKeyRing keys,
    ICertificateDirectory directory,
    IPathValidator paths,
    IVerificationLog? log = null,
    TimeProvider? clock = null) : IMessageOpener
{
    private readonly OpeningPorts _ports = new(keys, directory, paths, log, clock ?? TimeProvider.System);

    public MessageReport Open(Stream message, Stream output, OpenOptions options, CancellationToken cancellationToken = default)
    {
        OpeningSession session = new(_ports, options, output, bare: false, cancellationToken);
        return Run(session, () =>
        {
            MimeScanner scanner = new(Bounded(message, options, cancellationToken));
            HeaderBlock header = HeaderBlock.Read(scanner);
            if (header.Fields.Count == 0)
            {
                throw Refusals.Unreadable("no-header");
            }

            session.Outer = header;
            new EntityReader(session).Open(scanner, header);
            scanner.Output = null;
            scanner.Drain();
        });
    }

    public MessageReport OpenCms(Stream cms, Stream? detachedContent, Stream output, OpenOptions options, CancellationToken cancellationToken = default)
    {
        OpeningSession session = new(_ports, options, output, bare: true, cancellationToken)
        {
            Detached = detachedContent is null ? null : Bounded(detachedContent, options, cancellationToken),
        };
        return Run(session, () =>
        {
            CmsObject opened;
            try
            {
                opened = CmsObject.Open(CmsObject.Unarmour(Bounded(cms, options, cancellationToken)), session.Limits);
            }
            catch (MalformedException e)
            {
                throw Refusals.Unreadable(e.Code, e);
            }

            new EntityReader(session).OpenCms(opened);
        });
    }

    private static MessageReport Run(OpeningSession session, Action read)
    {
        long start = session.Output.CanSeek ? session.Output.Position : 0;
        try
        {
            read();
        }
        catch (MalformedException e)
        {
            throw e.Code.StartsWith("limit-", StringComparison.Ordinal)
                ? Refusals.LimitExceeded(e.Code["limit-".Length..], e)
                : Refusals.Unreadable(e.Code, e);
        }

        if (session.Spoiled && session.Output.CanSeek)
        {
            // What came out before the damage showed is not the message.
            session.Output.SetLength(start);
        }

        return new ReportBuilder(session).Build();
    }

    private static LimitedStream Bounded(Stream input, OpenOptions options, CancellationToken cancellationToken) =>
        new(input, options.Policy.Limits.MessageBytes, "message-bytes", cancellationToken);
}
