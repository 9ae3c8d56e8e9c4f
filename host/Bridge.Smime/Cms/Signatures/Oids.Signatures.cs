namespace Bridge.Smime.Cms;

/// <content>Digests and signatures (RFC 3370, 4055, 5754, 5758, 8419, 8702, 9882).</content>
public static partial class Oids
{
    public const string Md5 = "1.2.840.113549.2.5";
    public const string Sha224 = "2.16.840.1.101.3.4.2.4";
    public const string Sha3Sha256 = "2.16.840.1.101.3.4.2.8";
    public const string Sha3Sha384 = "2.16.840.1.101.3.4.2.9";
    public const string Sha3Sha512 = "2.16.840.1.101.3.4.2.10";
    public const string Shake256 = "2.16.840.1.101.3.4.2.12";
    public const string Shake256Length = "2.16.840.1.101.3.4.2.18";

    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string RsaSsaPss = "1.2.840.113549.1.1.10";
    public const string Mgf1 = "1.2.840.113549.1.1.8";
    public const string Sha1WithRsa = "1.2.840.113549.1.1.5";
    public const string Sha256WithRsa = "1.2.840.113549.1.1.11";
    public const string Sha384WithRsa = "1.2.840.113549.1.1.12";
    public const string Sha512WithRsa = "1.2.840.113549.1.1.13";

    public const string Dsa = "1.2.840.10040.4.1";
    public const string DsaWithSha1 = "1.2.840.10040.4.3";
    public const string DsaWithSha256 = "2.16.840.1.101.3.4.3.2";

    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string EcdsaWithSpecified = "1.2.840.10045.4.3";
    public const string EcdsaWithSha1 = "1.2.840.10045.4.1";
    public const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    public const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    public const string EcdsaWithSha512 = "1.2.840.10045.4.3.4";
    public const string P256 = "1.2.840.10045.3.1.7";
    public const string P384 = "1.3.132.0.34";
    public const string P521 = "1.3.132.0.35";

    public const string Ed25519 = "1.3.101.112";
    public const string Ed448 = "1.3.101.113";
    public const string MlDsa44 = "2.16.840.1.101.3.4.3.17";
    public const string MlDsa65 = "2.16.840.1.101.3.4.3.18";
    public const string MlDsa87 = "2.16.840.1.101.3.4.3.19";
}
