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
    public void Write(ByteSink next, Action<ByteSink> writeEntity)
    {
        next.Write(Encoding.ASCII.GetBytes(ProtectedHeaders.Encrypted(_algorithm.Authenticated)));
        using Base64LineSink base64 = new(next);
        using EnvelopeSink envelope = new(base64, _algorithm, _encryptor, _recipientInfos);
        using HandedOnSink entity = new(envelope);
        writeEntity(entity);
        entity.Complete();
        envelope.Complete();
        base64.Complete();
    }

    public void Dispose() => _encryptor.Dispose();

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
