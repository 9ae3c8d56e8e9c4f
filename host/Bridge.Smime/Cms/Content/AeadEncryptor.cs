using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Smime.Cms.Content;

/// <summary>
/// AES-GCM and ChaCha20-Poly1305 as a stream, which .NET's one-shot calls cannot do. 12-byte nonce, 16-byte tag.
/// </summary>
internal sealed class AeadEncryptor : ContentEncryptor
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly IAeadCipher _cipher;
    private byte[] _mac = [];

    private AeadEncryptor(AlgorithmId algorithm, IAeadCipher cipher, ReadOnlySpan<byte> key, byte[] nonce)
        : base(algorithm)
    {
        _cipher = cipher;
        _cipher.Init(true, new AeadParameters(new KeyParameter(key), TagBytes * 8, nonce));
    }

    public override ReadOnlyMemory<byte> Mac => _mac;

    public static AeadEncryptor Create(string oid, ReadOnlySpan<byte> key)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        return oid == Oids.ChaCha20Poly1305
            ? new AeadEncryptor(ContentParameters.Write(oid, nonce), new Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305(), key, nonce)
            : new AeadEncryptor(ContentParameters.WriteAead(oid, nonce, TagBytes), new GcmBlockCipher(AesUtilities.CreateEngine()), key, nonce);
    }

    public override int OutputSize(int inputBytes) => inputBytes + 64 + TagBytes;

    public override void SetAad(ReadOnlySpan<byte> aad) => _cipher.ProcessAadBytes(aad);

    public override int Update(ReadOnlySpan<byte> plaintext, Span<byte> output) => _cipher.ProcessBytes(plaintext, output);

    public override int Finish(Span<byte> output)
    {
        Span<byte> last = stackalloc byte[128 + TagBytes];
        int written = _cipher.DoFinal(last) - TagBytes;
        last[..written].CopyTo(output);
        _mac = last.Slice(written, TagBytes).ToArray();
        return written;
    }

    private protected override void Dispose(bool disposing) => _cipher.Reset();
}
