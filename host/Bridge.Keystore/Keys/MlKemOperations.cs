using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Keystore.Keys;

/// <summary>ML-KEM (FIPS 203) decapsulation.</summary>
internal sealed class MlKemOperations : PrivateOperations
{
    private readonly string _oid;
    private readonly MLKemParameters _set;
    private readonly byte[] _public;
    private MLKemPrivateKeyParameters? _key;

    public MlKemOperations(string oid, byte[] privateKey)
    {
        _oid = oid;
        _set = oid switch
        {
            Oids.MlKem512 => MLKemParameters.ml_kem_512,
            Oids.MlKem768 => MLKemParameters.ml_kem_768,
            _ => MLKemParameters.ml_kem_1024,
        };
        _key = SeedOrExpanded.Read(privateKey).Build(
            64,
            seed => MLKemPrivateKeyParameters.FromSeed(_set, seed),
            expanded => MLKemPrivateKeyParameters.FromEncoding(_set, expanded),
            key => key.GetEncoded());
        _public = _key.GetPublicKeyEncoded();
    }

    public override bool IsPublicKey(PublicKeyInfo key) => key.Algorithm.Oid == _oid && key.Key.Span.SequenceEqual(_public);

    public override byte[]? Decapsulate(ReadOnlySpan<byte> ciphertext)
    {
        ObjectDisposedException.ThrowIf(_key is null, this);
        MLKemDecapsulator decapsulator = new(_set);
        decapsulator.Init(_key);
        if (ciphertext.Length != decapsulator.EncapsulationLength)
        {
            return null;
        }

        byte[] secret = new byte[decapsulator.SecretLength];
        decapsulator.Decapsulate(ciphertext, secret);
        return secret;
    }

    // The library keeps the key in arrays that it does not give out; letting go of it is all that can be done.
    public override void Dispose() => _key = null;
}
