namespace Bridge.Smime.Cms;

public static partial class Oids
{
    /// <summary>Outlook's older form of the encryption key preference.</summary>
    public const string MicrosoftEncryptionKeyPreference = "1.3.6.1.4.1.311.16.4";

    public const string EncryptedData = "1.2.840.113549.1.7.6";
    public const string DigestedData = "1.2.840.113549.1.7.5";
    public const string ZlibCompression = "1.2.840.113549.1.9.16.3.8";
}
