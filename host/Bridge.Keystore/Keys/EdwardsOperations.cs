using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Bridge.Keystore.Keys;

/// <summary>Ed25519 and Ed448 (RFC 8032, pure, empty context).</summary>
internal sealed class EdwardsOperations : PrivateOperations
{
    private readonly string _oid;
    private readonly byte[] _secret;
    private readonly byte[] _public;
    private bool _disposed;

    public EdwardsOperations(string oid, byte[] curvePrivateKey)
    {
        _oid = oid;
        _secret = Pkcs8Reader.ReadCurveKey(curvePrivateKey, Is25519 ? 32 : 57);
        _public = new byte[_secret.Length];
        if (Is25519)
        {
            Ed25519.GeneratePublicKey(_secret, _public);
        }
        else
        {
            Ed448.GeneratePublicKey(_secret, _public);
        }
    }

    private bool Is25519 => _oid == Oids.Ed25519;

    public override bool IsPublicKey(PublicKeyInfo key) => key.Algorithm.Oid == _oid && key.Key.Span.SequenceEqual(_public);

    public override byte[] Sign(ReadOnlySpan<byte> data, SignatureScheme scheme)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (scheme.Family != SignatureFamily.EdDsa)
        {
            throw WrongScheme();
        }

        byte[] message = data.ToArray();
        byte[] signature = new byte[Is25519 ? 64 : 114];
        if (Is25519)
        {
            Ed25519.Sign(_secret, 0, _public, 0, message, 0, message.Length, signature, 0);
        }
        else
        {
            Ed448.Sign(_secret, 0, _public, 0, [], message, 0, message.Length, signature, 0);
        }

        return signature;
    }

    public override void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secret);
    }
}
