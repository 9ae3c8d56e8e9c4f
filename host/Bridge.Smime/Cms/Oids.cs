namespace Bridge.Smime.Cms;

/// <summary>Object identifiers of CMS and S/MIME, named as in their RFCs. Each room adds its own partial file.</summary>
public static partial class Oids
{
    public const string Data = "1.2.840.113549.1.7.1";
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string EnvelopedData = "1.2.840.113549.1.7.3";
    public const string CompressedData = "1.2.840.113549.1.9.16.1.9";
    public const string AuthEnvelopedData = "1.2.840.113549.1.9.16.1.23";

    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningTime = "1.2.840.113549.1.9.5";
    public const string SmimeCapabilities = "1.2.840.113549.1.9.15";
    public const string SigningCertificate = "1.2.840.113549.1.9.16.2.12";
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    public const string CmsAlgorithmProtection = "1.2.840.113549.1.9.52";
    public const string EncryptionKeyPreference = "1.2.840.113549.1.9.16.2.11";

    public const string Aes128Cbc = "2.16.840.1.101.3.4.1.2";
    public const string Aes192Cbc = "2.16.840.1.101.3.4.1.22";
    public const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    public const string Aes128Gcm = "2.16.840.1.101.3.4.1.6";
    public const string Aes192Gcm = "2.16.840.1.101.3.4.1.26";
    public const string Aes256Gcm = "2.16.840.1.101.3.4.1.46";
    public const string Aes128Ccm = "2.16.840.1.101.3.4.1.7";
    public const string Aes192Ccm = "2.16.840.1.101.3.4.1.27";
    public const string Aes256Ccm = "2.16.840.1.101.3.4.1.47";
    public const string ChaCha20Poly1305 = "1.2.840.113549.1.9.16.3.18";
    public const string DesEde3Cbc = "1.2.840.113549.3.7";
    public const string DesCbc = "1.3.14.3.2.7";
    public const string Rc2Cbc = "1.2.840.113549.3.2";

    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";
}
