using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Trust.Signatures;

/// <summary>
/// What the public-key operations of one message may cost together, whatever it asks for: its signers, their paths and
/// revocation data. A unit is a verification with RSA-2048, some thirty microseconds.
/// </summary>
public sealed class VerificationEffort(Limits limits)
{
    private const int BytesPerUnit = 64 << 10;
    private const int UsualExponentBits = 17;

    // Parameters of RSASSA-PSS that the platform does not take are computed by hand.
    private const int PssFactor = 10;

    private int _left = limits.SignatureEffort;

    /// <summary>Takes the cost of one verification; false when it is more than is left.</summary>
    /// <param name="signature">How it is signed.</param>
    /// <param name="spki">The key.</param>
    /// <param name="signedBytes">How much is hashed for it.</param>
    /// <param name="besides">Units for work that comes with it.</param>
    public bool Spend(AlgorithmId signature, ReadOnlyMemory<byte> spki, long signedBytes, int besides = 0)
    {
        int factor = signature.Oid == Oids.RsaSsaPss ? PssFactor : 1;
        long cost = (KeyUnits(spki, limits) * factor) + (signedBytes / BytesPerUnit) + besides;
        bool enough = cost <= _left;
        _left = enough ? _left - (int)cost : 0;
        return enough;
    }

    private static int KeyUnits(ReadOnlyMemory<byte> spki, Limits limits)
    {
        try
        {
            PublicKeyInfo key = PublicKeyInfo.Read(spki, limits);
            return key.Rsa is { } rsa ? RsaUnits(rsa) : OtherUnits(key);
        }
        catch (Exception e) when (e is MalformedException or UnsupportedAlgorithmException)
        {
            return 1;
        }
    }

    // Squarings of numbers of that size, one for each bit of the exponent.
    private static int RsaUnits(RsaPublicKey rsa)
    {
        int size = Math.Max(1, rsa.Bits / 2048);
        int exponentBits = rsa.Parameters.Exponent!.Length * 8;
        return size * size * Math.Max(1, exponentBits / UsualExponentBits);
    }

    // As measured on OpenSSL 3.0 and BouncyCastle.
    private static int OtherUnits(PublicKeyInfo key) => key.Algorithm.Oid switch
    {
        Oids.EcPublicKey => key.Bits <= 256 && key.CurveName == "P-256" ? 4 : 30,
        Oids.Dsa => Math.Max(20, key.Bits / 50),
        _ => 30,
    };
}
