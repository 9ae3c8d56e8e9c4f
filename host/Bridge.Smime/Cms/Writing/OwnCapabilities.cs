using System.Formats.Asn1;

namespace Bridge.Smime.Cms.Writing;

/// <summary>
/// The SMIMECapabilities this product states in every signature (RFC 8551 section 2.5.2): content encryption that it reads,
/// most wanted first. Authenticated modes lead, because they are not malleable.
/// </summary>
internal static class OwnCapabilities
{
    public static IReadOnlyList<string> Ordered { get; } =
        [Oids.Aes256Gcm, Oids.Aes128Gcm, Oids.Aes256Cbc, Oids.Aes192Cbc, Oids.Aes128Cbc];

    // AES capabilities carry no parameters (RFC 3565 section 4.1, RFC 5084 section 3).
    public static void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            foreach (string oid in Ordered)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                }
            }
        }
    }
}
