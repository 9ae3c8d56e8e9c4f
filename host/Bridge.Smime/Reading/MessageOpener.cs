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

    public MessageReport Open(Stream message, Stream output, OpenOptions options, CancellationToken cancellationToken = default) =>
        Run([message], output, options, how => ReadMessage(message, output, how, cancellationToken));

    public MessageReport OpenCms(Stream cms, Stream? detachedContent, Stream output, OpenOptions options, CancellationToken cancellationToken = default) =>
        Run(detachedContent is null ? [cms] : [cms, detachedContent], output, options, how => ReadCms(cms, detachedContent, output, how, cancellationToken));

    // Reads once, or a second time when there was more to hold back than memory is given for.
    private static MessageReport Run(Stream[] inputs, Stream output, OpenOptions options, Func<OpenOptions, OpeningSession> read)
    {
        bool again = inputs.All(i => i.CanSeek);
        long[] starts = again ? [.. inputs.Select(i => i.Position)] : [];
        OpeningSession session = read(options);
        using HeldOutput? held = session.Held;
        MessageReport report = new ReportBuilder(session).Build();
        if (held is null || session.Spoiled)
        {
            return report;
        }

        if (!held.Overflowed)
        {
            held.ReleaseTo(output);
            return report;
        }

        if (!again)
        {
            throw Refusals.LimitExceeded("held-bytes", advice: "It cannot be held back until it is known to be whole: give it as a file, or name a file for the output.");
        }

        foreach ((Stream input, long start) in inputs.Zip(starts))
        {
            input.Position = start;
        }

        // It is whole: the second time it goes out as it comes.
        return new ReportBuilder(read(options with { HoldBack = false, Harvest = false })).Build() with { Learned = report.Learned };
    }

    private OpeningSession ReadMessage(Stream message, Stream output, OpenOptions options, CancellationToken cancellationToken)
    {
        OpeningSession session = new(_ports, options, output, bare: false, cancellationToken);
        return Read(session, () =>
        {
            Stream source = Bounded(message, options, cancellationToken);
            MimeScanner scanner = new(options.Evidence?.KeepSource(source) ?? source);
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

    private OpeningSession ReadCms(Stream cms, Stream? detachedContent, Stream output, OpenOptions options, CancellationToken cancellationToken)
    {
        OpeningSession session = new(_ports, options, output, bare: true, cancellationToken)
        {
            Detached = detachedContent is null ? null : Bounded(detachedContent, options, cancellationToken),
        };
        return Read(session, () =>
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

    private static OpeningSession Read(OpeningSession session, Action read)
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

        return session;
    }

    private static LimitedStream Bounded(Stream input, OpenOptions options, CancellationToken cancellationToken) =>
        new(input, options.Policy.Limits.MessageBytes, "message-bytes", cancellationToken);
}
