using System.Buffers;
using Bridge.Smime.Cms.Content;

namespace Bridge.Smime.Cms.Writing;

/// <summary>
/// Encrypts what is written to it into enveloped-data (RFC 5652 section 6.1) or, for an authenticating algorithm,
/// authEnveloped-data (RFC 5083 section 2.1), in BER of indefinite length.
/// </summary>
internal sealed class EnvelopeSink : ChunkingSink
{
    private const int ChunkBytes = 64 * 1024;
    private const byte KeyTransportTag = 0x30;
    private const byte OtherRecipientTag = 0xA4;
    private const byte PasswordRecipientTag = 0xA3;
    private readonly ByteSink _next;
    private readonly ContentEncryptor _encryptor;
    private readonly bool _authenticated;
    private byte[]? _output;

    /// <param name="next">Receives the ContentInfo.</param>
    /// <param name="algorithm">Content encryption; decides which of the two types is written.</param>
    /// <param name="encryptor">Made for that algorithm and the content key; owned by the caller.</param>
    /// <param name="recipients">DER of each RecipientInfo.</param>
    public EnvelopeSink(ByteSink next, ContentAlgorithm algorithm, ContentEncryptor encryptor, IReadOnlyList<byte[]> recipients)
        : base(ChunkBytes)
    {
        (_next, _encryptor, _authenticated) = (next, encryptor, algorithm.Authenticated);
        _output = ArrayPool<byte>.Shared.Rent(encryptor.OutputSize(ChunkBytes));
        WriteStart(recipients);
    }

    protected override void Emit(ReadOnlySpan<byte> chunk) => WriteSegment(_encryptor.Update(chunk, _output));

    protected override void Finish()
    {
        WriteSegment(_encryptor.Finish(_output));
        BerFraming.Close(_next, 2); // encryptedContent, EncryptedContentInfo
        if (_authenticated)
        {
            BerFraming.Header(_next, BerFraming.OctetString, _encryptor.Mac.Length);
            _next.Write(_encryptor.Mac.Span);
        }

        BerFraming.Close(_next, 3); // the data type, content [0], ContentInfo
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_output is { } buffer)
        {
            _output = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void WriteStart(IReadOnlyList<byte[]> recipients)
    {
        BerFraming.Open(_next, BerFraming.Sequence);
        BerFraming.Oid(_next, _authenticated ? Oids.AuthEnvelopedData : Oids.EnvelopedData);
        BerFraming.Open(_next, BerFraming.Context0);
        BerFraming.Open(_next, BerFraming.Sequence);
        BerFraming.SmallInteger(_next, _authenticated ? 0 : Version(recipients));
        BerFraming.Header(_next, BerFraming.Set, recipients.Sum(r => r.Length));
        foreach (byte[] recipient in recipients)
        {
            _next.Write(recipient);
        }

        BerFraming.Open(_next, BerFraming.Sequence);
        BerFraming.Oid(_next, Oids.Data);
        _next.Write(_encryptor.Algorithm.Encoded.Span);
        BerFraming.Open(_next, BerFraming.Context0);
    }

    // RFC 5652 section 6.1. Key transport is written with issuer and serial number, so it is always version 0.
    private static int Version(IReadOnlyList<byte[]> recipients) =>
        recipients.Any(r => r[0] is OtherRecipientTag or PasswordRecipientTag) ? 3
        : recipients.All(r => r[0] == KeyTransportTag) ? 0
        : 2;

    private void WriteSegment(int length)
    {
        if (length > 0)
        {
            BerFraming.Header(_next, BerFraming.OctetString, length);
            _next.Write(_output.AsSpan(0, length));
        }
    }
}
