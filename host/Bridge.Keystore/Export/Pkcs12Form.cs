namespace Bridge.Keystore.Export;

/// <summary>How an exported key is protected.</summary>
public enum Pkcs12Form
{
    /// <summary>PBES2 with AES-256 and HMAC-SHA256: OpenSSL 1.1, NSS, Windows 10 from 1709, macOS, iOS and Android of the last years; not gpgsm 2.2.</summary>
    Strong,
    /// <summary>Triple DES and HMAC-SHA1, which every older device reads. Much weaker: for the way to such a device, under a long passphrase.</summary>
    Compatible,
}
