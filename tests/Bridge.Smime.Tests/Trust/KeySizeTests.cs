using System.Security.Cryptography;
using Bridge.Smime.Values;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Smime.Tests.Trust;

public class KeySizeTests
{
    /// <summary>The size of a key is that of its modulus, which for DSA stands in the parameters; the public value may be shorter by chance.</summary>
    [Fact]
    public void A_dsa_key_has_the_bits_of_its_modulus()
    {
        using DSA dsa = DSA.Create(1024);
        DSAParameters parameters = dsa.ExportParameters(false);
        DsaParameter numbers = new(Number(parameters.P), Number(parameters.Q), Number(parameters.G));
        AlgorithmIdentifier algorithm = new(new DerObjectIdentifier("1.2.840.10040.4.1"), numbers);

        Assert.Equal((KeyAlgorithm.Dsa, 1024), PublicKeys.Describe(new SubjectPublicKeyInfo(algorithm, new DerInteger(Number([1, 2, 3])))));
        Assert.Equal((KeyAlgorithm.Dsa, 0), PublicKeys.Describe(new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm.Algorithm), new DerInteger(Number([1, 2, 3])))));
    }

    [Fact]
    public void An_rsa_key_has_the_bits_of_its_modulus()
    {
        using RSA rsa = RSA.Create(2048);
        Assert.Equal((KeyAlgorithm.Rsa, 2048), PublicKeys.Describe(SubjectPublicKeyInfo.GetInstance(Asn1Object.FromByteArray(rsa.ExportSubjectPublicKeyInfo()))));
    }

    private static Org.BouncyCastle.Math.BigInteger Number(byte[]? value) => new(1, value!);
}
