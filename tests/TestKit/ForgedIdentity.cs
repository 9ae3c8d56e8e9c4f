using Bridge.Smime.Values;

namespace Bridge.TestKit;

/// <summary>A certificate made for a test, with its private key and the certificate of its issuer (itself for a root).</summary>
public sealed record ForgedIdentity(Certificate Certificate, byte[] Pkcs8, Certificate Issuer)
{
    public KeyAlgorithm Algorithm => Certificate.KeyAlgorithm;
}
