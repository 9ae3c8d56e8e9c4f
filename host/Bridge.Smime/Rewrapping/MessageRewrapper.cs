using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Reading;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Sending;
using Bridge.Smime.Sending.Recipients;
using Bridge.Smime.Streams;
using Bridge.Smime.Trust;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Rewrapping;

/// <inheritdoc cref="IMessageRewrapper"/>
/// <param name="keys">The user's own keys.</param>
/// <param name="directory">Not asked: nothing is learned or verified here.</param>
/// <param name="paths">Not asked either.</param>
public sealed class MessageRewrapper(IKeyRing keys, ICertificateDirectory directory, IPathValidator paths) : IMessageRewrapper
{
    private readonly SenderKeys _own = new(keys);

    /// <inheritdoc/>
    public Reencryption Reencrypt(
        Stream message, Stream output, string address, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken = default)
    {
        OwnKey own = _own.Encryption(address, at) is { } key && RecipientRules.MayEncrypt(key.Certificate)
            ? key
            : throw RewrapRefusals.NoOwnCertificate(address);
        OpeningSession session = Begin(output, at, policy, cancellationToken);
        bool already = false;
        string? encryption = null;
        EnvelopedMessage enveloped = EnvelopedMessage.Read(message, session);
        bool written = enveloped.Open(
            recipients => !(already = recipients.SelectMany(r => r.Recipients).SelectMany(keys.Find).Any(k => k.Id == own.Id)),
            content => encryption = Encrypt(enveloped.Header, content, own, session));
        return written || already ? new Reencryption(own, already, encryption) : throw RewrapRefusals.NotDecrypted(session.Encryption.Status);
    }

    /// <inheritdoc/>
    public EncryptionReport Decrypt(
        Stream message, Stream output, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken = default)
    {
        OpeningSession session = Begin(output, at, policy, cancellationToken);
        EnvelopedMessage enveloped = EnvelopedMessage.Read(message, session);
        session.Outer = enveloped.Header;
        return enveloped.Open(_ => true, content => ClearMessage.Write(content, session))
            ? session.Encryption
            : throw RewrapRefusals.NotDecrypted(session.Encryption.Status);
    }

    private OpeningSession Begin(Stream output, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken) => new(
        new OpeningPorts(keys, directory, paths, null, TimeProvider.System),
        new OpenOptions(at, policy, Harvest: false),
        output,
        bare: false,
        cancellationToken);

    private static string Encrypt(HeaderBlock header, Stream content, OwnKey own, OpeningSession session)
    {
        ContentAlgorithm algorithm = AlgorithmFor(session);
        using MessageEncryptor encryptor = new(algorithm, [new RecipientCertificate(own.Certificate, null, IsOwn: true)]);
        using Cms.Writing.StreamSink sink = new(session.Output, session.Cancellation);
        foreach (HeaderField field in header.Fields.Where(f => !DescribesEnvelope(f)))
        {
            sink.Write(field.Raw.Span);
        }

        sink.Write("MIME-Version: 1.0\r\n"u8);
        encryptor.Write(sink, inner => Pump(content, inner));
        sink.Complete();
        return algorithm.Name;
    }

    // What the sender chose is kept where this product writes it: an own archive is not to be protected less than what came.
    private static ContentAlgorithm AlgorithmFor(OpeningSession session) =>
        session.Policy.EncryptionAlgorithm == SmimePolicy.Automatic
        && ContentAlgorithm.ByName(session.Encryption.Content ?? "") is { CanProduce: true, Weak: false } before
            ? before
            : AlgorithmChoice.For([], session.Policy)!;

    // Other Content- fields, such as Content-Language, are the sender's and stay.
    private static bool DescribesEnvelope(HeaderField field) =>
        field.Is("Content-Type") || field.Is("Content-Transfer-Encoding") || field.Is("Content-Disposition")
        || field.Is("Content-Description") || field.Is("MIME-Version");

    private static void Pump(Stream content, Cms.Writing.ByteSink sink)
    {
        byte[] buffer = new byte[BufferedSource.Size];
        try
        {
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                sink.Write(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(buffer);
        }
    }
}
