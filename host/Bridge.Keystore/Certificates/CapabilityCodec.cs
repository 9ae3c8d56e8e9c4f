using System.Formats.Asn1;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Certificates;

/// <summary>Capabilities at rest: the DER of SMIMECapabilities (RFC 8551 section 2.5.2).</summary>
internal static class CapabilityCodec
{
    internal static byte[] Write(SmimeCapabilities capabilities)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (SmimeCapability item in capabilities.Items)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(item.Oid);
                    if (!item.Parameters.IsEmpty)
                    {
                        writer.WriteEncodedValue(item.Parameters.Span);
                    }
                }
            }
        }

        return writer.Encode();
    }

    internal static SmimeCapabilities Read(byte[] der)
    {
        AsnReader list = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        List<SmimeCapability> items = [];
        while (list.HasData)
        {
            AsnReader item = list.ReadSequence();
            string oid = item.ReadObjectIdentifier();
            items.Add(new SmimeCapability(oid, item.HasData ? item.ReadEncodedValue() : ReadOnlyMemory<byte>.Empty));
        }

        return new SmimeCapabilities(items);
    }
}
