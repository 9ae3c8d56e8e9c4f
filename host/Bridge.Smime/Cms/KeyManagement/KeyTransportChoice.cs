namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>How a content key goes to an RSA recipient.</summary>
public enum KeyTransportChoice
{
    /// <summary>RSAES-PKCS1-v1_5 (RFC 3370): read by every client.</summary>
    Compatible,
    /// <summary>RSAES-OAEP with SHA-256 and MGF1 SHA-256 (RFC 8551 section 2.3).</summary>
    Oaep,
}
