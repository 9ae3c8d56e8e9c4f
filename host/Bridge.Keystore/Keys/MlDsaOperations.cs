using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Bridge.Keystore.Keys;

/// <summary>ML-DSA (FIPS 204), pure, hedged, empty context.</summary>
internal sealed class MlDsaOperations : PrivateOperations
{
    private readonly string _oid;
    private readonly MLDsaParameters _set;
    private readonly byte[] _public;
    private MLDsaPrivateKeyParameters? _key;

    public MlDsaOperations(string oid, byte[] privateKey)
    {
        _oid = oid;
        _set = oid switch
        {
            Oids.MlDsa44 => MLDsaParameters.ml_dsa_44,
            Oids.MlDsa65 => MLDsaParameters.ml_dsa_65,
            _ => MLDsaParameters.ml_dsa_87,
        };
        _key = SeedOrExpanded.Read(privateKey).Build(
            32,
            seed => MLDsaPrivateKeyParameters.FromSeed(_set, seed),
            expanded => MLDsaPrivateKeyParameters.FromEncoding(_set, expanded),
            key => key.GetEncoded());
        _public = _key.GetPublicKeyEncoded();
    }

    public override bool IsPublicKey(PublicKeyInfo key) => key.Algorithm.Oid == _oid && key.Key.Span.SequenceEqual(_public);

    public override byte[] Sign(ReadOnlySpan<byte> data, SignatureScheme scheme)
    {
        if (scheme.Family != SignatureFamily.MlDsa)
        {
            throw WrongScheme();
        }

        ObjectDisposedException.ThrowIf(_key is null, this);
        MLDsaSigner signer = new(_set, deterministic: false);
        signer.Init(true, new ParametersWithRandom(_key, new SecureRandom()));
        signer.BlockUpdate(data);
        return signer.GenerateSignature();
    }

    // The library keeps the key in arrays that it does not give out; letting go of it is all that can be done.
    public override void Dispose() => _key = null;
}
