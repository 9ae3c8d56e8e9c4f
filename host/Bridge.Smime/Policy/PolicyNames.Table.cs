namespace Bridge.Smime.Policy;

/// <content>The rows of the table.</content>
public static partial class PolicyNames
{
    private static IEnumerable<PolicyName> Table() =>
    [
        Flag("signatures.acceptSha1", p => p.AcceptSha1, (p, v) => p with { AcceptSha1 = v }),
        Number("signatures.minimumRsaBits", 512, 16384, p => p.MinimumRsaBits, (p, v) => p with { MinimumRsaBits = (int)v }),
        Flag("signatures.acceptDsa", p => p.AcceptDsa, (p, v) => p with { AcceptDsa = v }),
        Flag("signatures.requireAddressMatch", p => p.RequireAddressMatch, (p, v) => p with { RequireAddressMatch = v }),
        Flag("signatures.acceptSubjectAddress", p => p.AcceptSubjectAddress, (p, v) => p with { AcceptSubjectAddress = v }),

        Flag("trust.systemAnchors", p => p.SystemAnchors, (p, v) => p with { SystemAnchors = v }),
        new("trust.initialPolicies", PolicyKind.Text, [], p => PolicySyntax.FormatOids(p.InitialPolicies),
            (p, v) => PolicySyntax.ParseOids(v) is { } oids ? p with { InitialPolicies = oids } : null),
        Flag("trust.requireExplicitPolicy", p => p.RequireExplicitPolicy, (p, v) => p with { RequireExplicitPolicy = v }),
        Flag("trust.inhibitPolicyMapping", p => p.InhibitPolicyMapping, (p, v) => p with { InhibitPolicyMapping = v }),
        Flag("trust.inhibitAnyPolicy", p => p.InhibitAnyPolicy, (p, v) => p with { InhibitAnyPolicy = v }),

        Words("revocation.mode", p => p.Revocation, (p, v) => p with { Revocation = v }),
        new("revocation.sources", PolicyKind.Text, [], PolicySyntax.FormatSources, PolicySyntax.ApplySources),

        Flag("decryption.acceptLegacy", p => p.AcceptLegacyDecryption, (p, v) => p with { AcceptLegacyDecryption = v }),
        Flag("network.enabled", p => p.NetworkEnabled, (p, v) => p with { NetworkEnabled = v }),
        new("encryption.algorithm", PolicyKind.Choice, PolicySyntax.EncryptionChoices, p => p.EncryptionAlgorithm,
            (p, v) => PolicySyntax.Choose(PolicySyntax.EncryptionChoices, v) is { } name ? p with { EncryptionAlgorithm = name } : null),
        Words("sending.headerProtection", p => p.HeaderProtection, (p, v) => p with { HeaderProtection = v }),
        Words("sending.encryptByDefault", p => p.EncryptByDefault, (p, v) => p with { EncryptByDefault = v }),
        Flag("sending.suggestEncryption", p => p.SuggestEncryption, (p, v) => p with { SuggestEncryption = v }),
        Flag("harvest.enabled", p => p.HarvestEnabled, (p, v) => p with { HarvestEnabled = v }),
        Number("keys.lockAfterMinutes", 0, 1440, p => p.LockAfterMinutes, (p, v) => p with { LockAfterMinutes = (int)v }),

        Limit("messageBytes", 1 << 20, 1L << 40, l => l.MessageBytes, (l, v) => l with { MessageBytes = v }),
        Limit("authenticatedBytes", 1 << 20, int.MaxValue, l => l.AuthenticatedBytes, (l, v) => l with { AuthenticatedBytes = v }),
        Limit("heldBytes", 1 << 16, int.MaxValue, l => l.HeldBytes, (l, v) => l with { HeldBytes = v }),
        Limit("mimeDepth", 2, 200, l => l.MimeDepth, (l, v) => l with { MimeDepth = (int)v }),
        Limit("mimeParts", 2, 100_000, l => l.MimeParts, (l, v) => l with { MimeParts = (int)v }),
        Limit("cryptographicLayers", 1, 32, l => l.CryptographicLayers, (l, v) => l with { CryptographicLayers = (int)v }),
        Limit("signers", 1, 1000, l => l.Signers, (l, v) => l with { Signers = (int)v }),
        Limit("recipients", 1, 100_000, l => l.Recipients, (l, v) => l with { Recipients = (int)v }),
        Limit("certificates", 1, 10_000, l => l.Certificates, (l, v) => l with { Certificates = (int)v }),
        Limit("rsaBits", 2048, 16384, l => l.RsaBits, (l, v) => l with { RsaBits = (int)v }),
        Limit("decompressedBytes", 1 << 20, 1L << 40, l => l.DecompressedBytes, (l, v) => l with { DecompressedBytes = v }),
        Limit("decompressionRatio", 2, 1100, l => l.DecompressionRatio, (l, v) => l with { DecompressionRatio = (int)v }),
        Limit("pathBuildingSteps", 10, 1_000_000, l => l.PathBuildingSteps, (l, v) => l with { PathBuildingSteps = (int)v }),
        Limit("signatureEffort", 10, 10_000_000, l => l.SignatureEffort, (l, v) => l with { SignatureEffort = (int)v }),
        Limit("berDepth", 8, 200, l => l.BerDepth, (l, v) => l with { BerDepth = (int)v }),
        Limit("berElementBytes", 1 << 16, 1 << 30, l => l.BerElementBytes, (l, v) => l with { BerElementBytes = (int)v }),
    ];

    private static PolicyName Flag(string name, Func<SmimePolicy, bool> get, Func<SmimePolicy, bool, SmimePolicy> set) =>
        new(name, PolicyKind.Boolean, [], p => get(p) ? "true" : "false",
            (p, text) => PolicySyntax.ParseFlag(text) is { } value ? set(p, value) : null);

    private static PolicyName Number(string name, long least, long most, Func<SmimePolicy, long> get, Func<SmimePolicy, long, SmimePolicy> set) =>
        new(name, PolicyKind.Integer, [], p => PolicySyntax.FormatNumber(get(p)),
            (p, text) => PolicySyntax.ParseNumber(text, least, most) is { } value ? set(p, value) : null) { Range = (least, most) };

    private static PolicyName Limit(string name, long least, long most, Func<Limits, long> get, Func<Limits, long, Limits> set) =>
        Number("limits." + name, least, most, p => get(p.Limits), (p, v) => p with { Limits = set(p.Limits, v) });

    private static PolicyName Words<T>(string name, Func<SmimePolicy, T> get, Func<SmimePolicy, T, SmimePolicy> set)
        where T : struct, Enum
    {
        string[] words = [.. Enum.GetNames<T>().Select(n => n.ToLowerInvariant())];
        return new(name, PolicyKind.Choice, words, p => get(p).ToString().ToLowerInvariant(),
            (p, text) => PolicySyntax.Choose(words, text) is { } word ? set(p, Enum.Parse<T>(word, ignoreCase: true)) : null);
    }
}
