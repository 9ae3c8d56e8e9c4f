using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace Bridge.Keystore.Keys;

/// <summary>X25519 and X448 (RFC 7748).</summary>
internal sealed class MontgomeryOperations : PrivateOperations
{
    private readonly string _oid;
    private readonly byte[] _secret;
    private readonly byte[] _public;
    private bool _disposed;

    public MontgomeryOperations(string oid, byte[] curvePrivateKey)
    {
        _oid = oid;
        _secret = Pkcs8Reader.ReadCurveKey(curvePrivateKey, Is25519 ? 32 : 56);
        _public = new byte[_secret.Length];
        if (Is25519)
        {
            X25519.ScalarMultBase(_secret, _public);
        }
        else
        {
            X448.ScalarMultBase(_secret, _public);
        }
    }

    private bool Is25519 => _oid == Oids.X25519;

    public override bool IsPublicKey(PublicKeyInfo key) => key.Algorithm.Oid == _oid && key.Key.Span.SequenceEqual(_public);

    public override byte[]? Agree(ReadOnlySpan<byte> peer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            PublicKeyInfo key = PublicKeyInfo.Read(peer.ToArray(), new Limits());
            return key.Algorithm.Oid == _oid && key.Key.Length == _secret.Length ? Agree(key.Key.ToArray()) : null;
        }
        catch (Exception e) when (e is MalformedException or UnsupportedAlgorithmException)
        {
            return null;
        }
    }

    public override void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secret);
    }

    // False from the library means an all-zero result: a peer point of small order (RFC 8418 section 6).
    private byte[]? Agree(byte[] peer)
    {
        byte[] shared = new byte[_secret.Length];
        bool contributed = Is25519
            ? X25519.CalculateAgreement(_secret, 0, peer, 0, shared, 0)
            : X448.CalculateAgreement(_secret, 0, peer, 0, shared, 0);
        return contributed ? shared : null;
    }
}
