using Bridge.Smime.Cms;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Errors;
using Bridge.Smime.Reading;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Streams;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Rewrapping;

/// <summary>A message that is encrypted on its outside, read as far as the envelope.</summary>
internal sealed class EnvelopedMessage
{
    private readonly OpeningSession _session;
    private readonly CmsObject _cms;

    private EnvelopedMessage(HeaderBlock header, CmsObject cms, OpeningSession session) => (Header, _cms, _session) = (header, cms, session);

    /// <summary>The message's own header.</summary>
    public HeaderBlock Header { get; }

    /// <exception cref="RefusalException"><c>message-unreadable</c>, <c>message-not-encrypted</c>, <c>limit-exceeded</c>.</exception>
    public static EnvelopedMessage Read(Stream message, OpeningSession session)
    {
        try
        {
            MimeScanner scanner = new(new LimitedStream(message, session.Limits.MessageBytes, "message-bytes", session.Cancellation));
            HeaderBlock header = HeaderBlock.Read(scanner);
            if (header.Fields.Count == 0)
            {
                throw Refusals.Unreadable("no-header");
            }

            if (EntityKinds.Recognise(header) is not (EntityKind.Cms or EntityKind.MaybeCms))
            {
                throw RewrapRefusals.NotEncrypted();
            }

            CmsObject cms = CmsObject.Open(
                CmsObject.Unarmour(TransferEncodings.Decode(scanner.OpenBody(), header.TransferEncoding)), session.Limits);
            return cms.ContentType is Oids.EnvelopedData or Oids.AuthEnvelopedData
                ? new EnvelopedMessage(header, cms, session)
                : throw RewrapRefusals.NotEncrypted();
        }
        catch (MalformedException)
        {
            throw RewrapRefusals.NotDecrypted(EncryptionStatus.Damaged);
        }
    }

    /// <summary>Decrypts.</summary>
    /// <param name="proceed">Sees the recipients before a key is used; false leaves the envelope closed.</param>
    /// <param name="take">Takes the content, a MIME entity.</param>
    /// <returns>False when it stays closed.</returns>
    /// <exception cref="RefusalException"><c>message-not-decrypted</c>: the content did not hold; what was taken is nothing.</exception>
    public bool Open(Func<IReadOnlyList<RecipientInfo>, bool> proceed, Action<Stream> take)
    {
        try
        {
            return new EnvelopeReader(_session).Read(_cms, () => { }, Take, proceed);
        }
        catch (Exception e) when (e is DecryptionFailedException or MalformedException)
        {
            throw RewrapRefusals.NotDecrypted(EncryptionStatus.Damaged);
        }

        // A CMS object without MIME around it is not what mail clients write.
        void Take(Stream content, string type)
        {
            if (type != Oids.Data)
            {
                throw RewrapRefusals.NotDecrypted(EncryptionStatus.Unsupported);
            }

            take(content);
        }
    }
}
