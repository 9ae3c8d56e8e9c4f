namespace Bridge.Smime.Cms;

/// <content>Key management (RFC 5753, 8017, 8418, 9629, 9936).</content>
public static partial class Oids
{
    public const string RsaesOaep = "1.2.840.113549.1.1.7";
    public const string OaepLabel = "1.2.840.113549.1.1.9";

    public const string X25519 = "1.3.101.110";
    public const string X448 = "1.3.101.111";

    public const string EcdhSha1Kdf = "1.3.133.16.840.63.0.2";
    public const string EcdhCofactorSha1Kdf = "1.3.133.16.840.63.0.3";
    public const string EcdhSha224Kdf = "1.3.132.1.11.0";
    public const string EcdhSha256Kdf = "1.3.132.1.11.1";
    public const string EcdhSha384Kdf = "1.3.132.1.11.2";
    public const string EcdhSha512Kdf = "1.3.132.1.11.3";
    public const string EcdhCofactorSha224Kdf = "1.3.132.1.14.0";
    public const string EcdhCofactorSha256Kdf = "1.3.132.1.14.1";
    public const string EcdhCofactorSha384Kdf = "1.3.132.1.14.2";
    public const string EcdhCofactorSha512Kdf = "1.3.132.1.14.3";
    public const string EcdhHkdfSha256 = "1.2.840.113549.1.9.16.3.19";
    public const string EcdhHkdfSha384 = "1.2.840.113549.1.9.16.3.20";
    public const string EcdhHkdfSha512 = "1.2.840.113549.1.9.16.3.21";

    public const string HkdfSha256 = "1.2.840.113549.1.9.16.3.28";
    public const string HkdfSha384 = "1.2.840.113549.1.9.16.3.29";
    public const string HkdfSha512 = "1.2.840.113549.1.9.16.3.30";

    public const string Aes128Wrap = "2.16.840.1.101.3.4.1.5";
    public const string Aes192Wrap = "2.16.840.1.101.3.4.1.25";
    public const string Aes256Wrap = "2.16.840.1.101.3.4.1.45";
    public const string Aes128WrapPad = "2.16.840.1.101.3.4.1.8";
    public const string Aes192WrapPad = "2.16.840.1.101.3.4.1.28";
    public const string Aes256WrapPad = "2.16.840.1.101.3.4.1.48";
    public const string TripleDesWrap = "1.2.840.113549.1.9.16.3.6";

    public const string KemRecipientInfo = "1.2.840.113549.1.9.16.13.3";
    public const string MlKem512 = "2.16.840.1.101.3.4.4.1";
    public const string MlKem768 = "2.16.840.1.101.3.4.4.2";
    public const string MlKem1024 = "2.16.840.1.101.3.4.4.3";
}
