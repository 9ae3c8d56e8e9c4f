using System.Security.Cryptography;
using System.Text;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Writing;
using Bridge.Smime.Errors;
using Bridge.Smime.Sending.Recipients;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

/// <summary>Writes an encrypted MIME entity around content that streams past. One fresh content key a message.</summary>
internal sealed class MessageEncryptor : IDisposable
{
    private readonly ContentAlgorithm _algorithm;
    private readonly ContentEncryptor _encryptor;
    private readonly List<byte[]> _recipientInfos = [];

    /// <exception cref="RefusalException"><c>recipients-missing</c>: a reader's key cannot be used after all.</exception>
    public MessageEncryptor(ContentAlgorithm algorithm, IReadOnlyList<RecipientCertificate> readers)
    {
        _algorithm = algorithm;
        byte[] key = RandomNumberGenerator.GetBytes(algorithm.KeyBytes);
        try
        {
            _recipientInfos.AddRange(readers.Select(r => Wrap(r, key)));
            _encryptor = ContentEncryptor.Create(algorithm, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>application/pkcs7-mime of type enveloped-data or authEnveloped-data (RFC 8551 section 3.3, 3.4).</summary>
    /// <param name="next">Receives the entity.</param>
    /// <param name="writeEntity">Writes what is encrypted.</param>
    /// <param name="signed">Whether that takes a digest too: three threads of a large message then share the work better in another way.</param>
    public void Write(ByteSink next, Action<ByteSink> writeEntity, bool signed = false)
    {
        next.Write(Encoding.ASCII.GetBytes(ProtectedHeaders.Encrypted(_algorithm.Authenticated)));
        if (signed)
        {
            HandedOnSink.Run(next, output => Encode(output, text => Encrypt(text, writeEntity)));
        }
        else
        {
            Encode(next, text => HandedOnSink.Run(text, cms => Encrypt(cms, writeEntity)));
        }
    }

    public void Dispose() => _encryptor.Dispose();

    private static void Encode(ByteSink next, Action<ByteSink> write)
    {
        using Base64LineSink base64 = new(next);
        write(base64);
        base64.Complete();
    }

    private void Encrypt(ByteSink next, Action<ByteSink> writeEntity)
    {
        using EnvelopeSink envelope = new(next, _algorithm, _encryptor, _recipientInfos);
        HandedOnSink.Run(envelope, writeEntity);
        envelope.Complete();
    }

    private static byte[] Wrap(RecipientCertificate reader, byte[] key)
    {
        try
        {
            return ContentKeys.Wrap(reader.Certificate, key, reader.Transport);
        }
        catch (Exception e) when (e is UnsupportedAlgorithmException or MalformedException)
        {
            string address = reader.Certificate.Addresses is [string first, ..] ? first : reader.Certificate.Subject;
            throw new RefusalException(
                FindingCodes.RecipientsMissing,
                RefusalKind.Recipient,
                $"The certificate of {address} cannot be encrypted to.",
                new Dictionary<string, string> { ["count"] = "1", ["addresses"] = address },
                e);
        }
    }
}
