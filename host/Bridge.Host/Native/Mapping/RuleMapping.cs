using Stored = Bridge.Keystore.Correspondents.RecipientRule;
using Bridge.Protocol.Recipients;

namespace Bridge.Host.Native.Mapping;

/// <summary>Rules for recipients, between the wire's names and those of the lower floors.</summary>
internal static class RuleMapping
{
    public static RecipientRule ToWire(this Stored rule) => new(rule.Subject, rule.Rule.ToWire(), rule.ChangedAt);

    public static EncryptionRule ToWire(this Smime.Ports.EncryptionRule rule) => rule switch
    {
        Smime.Ports.EncryptionRule.Always => EncryptionRule.Always,
        Smime.Ports.EncryptionRule.Ask => EncryptionRule.Ask,
        Smime.Ports.EncryptionRule.Never => EncryptionRule.Never,
        _ => throw ValueMapping.Unmapped(rule),
    };

    public static Smime.Ports.EncryptionRule ToSmime(this EncryptionRule rule) => rule switch
    {
        EncryptionRule.Always => Smime.Ports.EncryptionRule.Always,
        EncryptionRule.Ask => Smime.Ports.EncryptionRule.Ask,
        EncryptionRule.Never => Smime.Ports.EncryptionRule.Never,
        _ => throw ValueMapping.Unmapped(rule),
    };

    public static EncryptionDefault ToWire(this Smime.Policy.EncryptionDefault mode) => mode switch
    {
        Smime.Policy.EncryptionDefault.Off => EncryptionDefault.Off,
        Smime.Policy.EncryptionDefault.Possible => EncryptionDefault.Possible,
        Smime.Policy.EncryptionDefault.Always => EncryptionDefault.Always,
        _ => throw ValueMapping.Unmapped(mode),
    };
}
