using Bridge.Host.Native.Handlers;
using Bridge.Smime.Trust;
using Bridge.Smime.Verdicts;
using Wire = Bridge.Protocol.Reports;

namespace Bridge.Host.Native.Mapping;

/// <summary>The one way from a verdict to its JSON: both doors write what this makes.</summary>
internal static class ReportMapping
{
    public static Wire.Report ToWire(this MessageReport report) => new(
        report.Seal.ToWire(),
        report.Encryption.ToWire(),
        new Wire.SignatureReport(report.Signature.ToWire()),
        [.. report.Signers.Select(ToWire)],
        new Wire.HeadersReport(report.Headers.Protected, report.Headers.Outer, report.Headers.Differences),
        [.. report.Layers.Select(ToWire)],
        [.. report.Learned.Select(ToWire)],
        report.Findings.ToWire());

    private static Wire.SignerReport ToWire(this SignerReport signer) => new(
        signer.Status.ToWire(),
        signer.Digest.ToWire(),
        signer.Chain.ToWire(),
        signer.AddressMatch.ToWire(),
        signer.Addresses,
        [.. signer.Path.Select(ToWire)],
        signer.Revocation.ToWire(),
        signer.Findings.ToWire(),
        signer.Address,
        signer.Subject,
        signer.Issuer,
        signer.Serial,
        signer.Sha256,
        signer.SigningTime,
        signer.Algorithm,
        signer.RevocationAsOf,
        signer.Fixes.Count == 0 ? null : [.. signer.Fixes.Select(ToWire)]);

    private static Wire.Fix ToWire(this Fix fix) => new(
        fix.Kind.ToWire(), fix.Certificate is { } certificate ? AnchorHandlers.Describe(certificate) : null, fix.NeedsNetwork ? true : null);

    private static Wire.PathStep ToWire(this PathStep step) => new(step.Certificate.ToWire(), step.Source, step.Findings.ToWire());

    public static Wire.EncryptionReport ToWire(this EncryptionReport encryption) =>
        new(encryption.Status.ToWire(), encryption.Authenticated, encryption.Content, encryption.KeyManagement);

    private static Wire.LayerReport ToWire(this LayerReport layer) =>
        new(layer.Kind.ToWire(), layer.Part, layer.CoversMessage ? Wire.LayerCover.Message : Wire.LayerCover.Part);

    private static Wire.LearnedReport ToWire(this LearnedReport learned) =>
        new(learned.Address, learned.Sha256, learned.Added ? Wire.LearnedChange.Added : Wire.LearnedChange.Refreshed);
}
