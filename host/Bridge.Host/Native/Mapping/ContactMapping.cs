using Stored = Bridge.Keystore.Certificates;
using Wire = Bridge.Protocol.Certificates;

namespace Bridge.Host.Native.Mapping;

/// <summary>Correspondents and their history, from the keystore's names to the wire's.</summary>
internal static class ContactMapping
{
    public static Wire.CertificateOrigin ToWire(this Smime.Ports.CertificateOrigin origin) => origin switch
    {
        Smime.Ports.CertificateOrigin.Harvested => Wire.CertificateOrigin.Harvested,
        Smime.Ports.CertificateOrigin.Imported => Wire.CertificateOrigin.Imported,
        Smime.Ports.CertificateOrigin.Own => Wire.CertificateOrigin.Own,
        Smime.Ports.CertificateOrigin.Fetched => Wire.CertificateOrigin.Fetched,
        _ => throw ValueMapping.Unmapped(origin),
    };

    public static Wire.ContactCertificate ToWire(this Stored.Contacts.ContactCertificate one, Bridge.Protocol.Values.ChainStatus chain) => new(
        one.Stored.Certificate.ToWire(),
        chain,
        one.CanSign,
        one.CanEncrypt,
        one.Stored.Chosen,
        [.. one.Sightings.Select(ToWire)],
        one.Stored.StatedAt,
        one.ComparedAt,
        one.Stored.Change is { } change ? new Wire.CertificateChange(change.PreviousSha256, Part(change.What), change.At) : null);

    public static Wire.ContactEvent ToWire(this Stored.Contacts.ContactEvent happened) =>
        new(Happening(happened.What), happened.At, happened.Sha256, happened.Other, happened.MessageId, happened.MessageAt);

    public static Wire.ContactChoice? ToWire(this ContactReason? reason) => reason switch
    {
        null => null,
        ContactReason.Own => Wire.ContactChoice.Own,
        ContactReason.Chosen => Wire.ContactChoice.Chosen,
        ContactReason.Stated => Wire.ContactChoice.Stated,
        ContactReason.Newest => Wire.ContactChoice.Newest,
        ContactReason.Only => Wire.ContactChoice.Only,
        ContactReason.SameMailbox => Wire.ContactChoice.SameMailbox,
        _ => throw ValueMapping.Unmapped(reason.Value),
    };

    private static Wire.Sighting ToWire(Stored.CertificateSighting seen) =>
        new(seen.Origin.ToWire(), seen.FirstSeen, seen.LastSeen, seen.MessageId, seen.MessageAt, seen.LastMessageId, seen.LastMessageAt);

    private static Wire.ChangedPart Part(string word) => word switch
    {
        "key" => Wire.ChangedPart.Key,
        "issuer" => Wire.ChangedPart.Issuer,
        "key-and-issuer" => Wire.ChangedPart.KeyAndIssuer,
        _ => throw new InvalidOperationException($"The change '{word}' has no word on the wire."),
    };

    private static Wire.ContactHappening Happening(string word) => word switch
    {
        "harvested" => Wire.ContactHappening.Harvested,
        "imported" => Wire.ContactHappening.Imported,
        "replaced" => Wire.ContactHappening.Replaced,
        "changed" => Wire.ContactHappening.Changed,
        "acknowledged" => Wire.ContactHappening.Acknowledged,
        "chosen" => Wire.ContactHappening.Chosen,
        "automatic" => Wire.ContactHappening.Automatic,
        "compared" => Wire.ContactHappening.Compared,
        "comparison-withdrawn" => Wire.ContactHappening.ComparisonWithdrawn,
        "removed" => Wire.ContactHappening.Removed,
        "restored" => Wire.ContactHappening.Restored,
        "same-mailbox" => Wire.ContactHappening.SameMailbox,
        "other-mailbox" => Wire.ContactHappening.OtherMailbox,
        _ => throw new InvalidOperationException($"The event '{word}' has no word on the wire."),
    };
}
