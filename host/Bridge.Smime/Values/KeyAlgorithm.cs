namespace Bridge.Smime.Values;

/// <summary>The family of a public key, as its SubjectPublicKeyInfo names it.</summary>
public enum KeyAlgorithm
{
    /// <summary>An algorithm this product does not know.</summary>
    Unknown,
    Rsa,
    /// <summary>id-RSASSA-PSS (RFC 4055): signatures only.</summary>
    RsaPss,
    Dsa,
    EcP256,
    EcP384,
    EcP521,
    /// <summary>An elliptic curve other than the three NIST curves.</summary>
    EcOther,
    Ed25519,
    Ed448,
    X25519,
    X448,
    MlDsa44,
    MlDsa65,
    MlDsa87,
    MlKem512,
    MlKem768,
    MlKem1024,
}
