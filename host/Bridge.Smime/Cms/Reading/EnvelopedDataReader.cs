using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Cms.Reading;

/// <summary>
/// Reads EnvelopedData (RFC 5652 section 6.1) and AuthEnvelopedData (RFC 5083 section 2.1) in their order: recipients,
/// algorithm, ciphertext, and for the authenticated kind attributes and tag.
/// </summary>
internal sealed class EnvelopedDataReader(BerReader ber, Limits limits, bool authenticated)
{
    /// <summary>One for each RecipientInfo that could be read.</summary>
    public IReadOnlyList<RecipientInfo> Recipients { get; private set; } = [];

    public AlgorithmId Algorithm { get; private set; } = new("");

    public string ContentType { get; private set; } = "";

    public bool HasContent { get; private set; }

    public void ReadStart()
    {
        ber.EnterSequence();
        ber.SkipElement();
        if (ber.NextIsContext(0))
        {
            ber.SkipElement();
        }

        Recipients = ReadRecipients();
        ber.EnterSequence();
        ContentType = CmsObject.ReadOid(ber);
        Algorithm = AlgorithmId.Decode(ber.ReadElement());
        HasContent = ber.NextIsContext(0);
    }

    public Stream OpenCiphertext() => HasContent ? ber.OpenOctets(0) : Stream.Null;

    /// <summary>What follows the ciphertext: DER of authAttrs under the SET tag (empty when absent) and the tag.</summary>
    public (ReadOnlyMemory<byte> Aad, ReadOnlyMemory<byte> Mac) ReadEnd()
    {
        ber.Leave();
        (ReadOnlyMemory<byte> aad, ReadOnlyMemory<byte> mac) = authenticated ? ReadTag() : default;
        ber.Leave();
        return (aad, mac);
    }

    private (ReadOnlyMemory<byte> Aad, ReadOnlyMemory<byte> Mac) ReadTag()
    {
        ReadOnlyMemory<byte> aad = ber.NextIsContext(1) ? Attributes.CmsAttributes.Read(ber.ReadElement()).Der : default;
        byte[] mac = new byte[64];
        int length = ber.OpenOctets().ReadAtLeast(mac, mac.Length, throwOnEndOfStream: false);
        return (aad, mac.AsMemory(0, length));
    }

    // Another recipient's damaged entry must not keep us from ours.
    private RecipientInfo? TryParse(byte[] element)
    {
        try
        {
            return RecipientInfo.Parse(element, limits);
        }
        catch (MalformedException e) when (e.Code != "limit-recipients")
        {
            return null;
        }
    }

    private List<RecipientInfo> ReadRecipients()
    {
        List<RecipientInfo> recipients = [];
        int count = 0;
        ber.Enter(0, BerHeader.Set);
        while (!ber.AtEnd)
        {
            byte[] element = ber.ReadElement();
            RecipientInfo? recipient = TryParse(element);
            count += Math.Max(1, recipient?.Recipients.Count ?? 1);
            if (count > limits.Recipients)
            {
                throw new MalformedException("limit-recipients", "There are more recipients than the limit.");
            }

            if (recipient is not null)
            {
                recipients.Add(recipient);
            }
        }

        ber.Leave();
        return recipients;
    }
}
