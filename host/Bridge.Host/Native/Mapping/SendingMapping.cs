using Bridge.Protocol.Messages;
using Bridge.Smime.Sending;
using Wire = Bridge.Protocol.Messages;
using WireForm = Bridge.Protocol.Values.SignatureForm;

namespace Bridge.Host.Native.Mapping;

/// <summary>Sending, between the wire's names and the message layer's.</summary>
internal static class SendingMapping
{
    public static SignatureForm ToSmime(this WireForm form) => form switch
    {
        WireForm.Clear => SignatureForm.Clear,
        WireForm.Opaque => SignatureForm.Opaque,
        _ => throw ValueMapping.Unmapped(form),
    };

    public static WireForm ToWire(this SignatureForm form) => form switch
    {
        SignatureForm.Clear => WireForm.Clear,
        SignatureForm.Opaque => WireForm.Opaque,
        _ => throw ValueMapping.Unmapped(form),
    };

    public static Smime.Sending.ProtectionPurpose ToSmime(this Wire.ProtectionPurpose purpose) => purpose switch
    {
        Wire.ProtectionPurpose.Send => Smime.Sending.ProtectionPurpose.Send,
        Wire.ProtectionPurpose.Draft => Smime.Sending.ProtectionPurpose.Draft,
        _ => throw ValueMapping.Unmapped(purpose),
    };

    public static Wire.RecipientState ToWire(this Smime.Sending.RecipientState state) => new(
        state.Address,
        state.Ready,
        Reason(state.Reason),
        state.Findings.ToWire(),
        state.Known,
        state.Chosen,
        state.Certificate?.ToWire(),
        state.Rule?.ToWire());

    public static ProtectedMessage ToWire(this ProtectionPlan plan) =>
        new([.. plan.Recipients.Select(ToWire)], plan.Signer?.Certificate.ToWire(), plan.ContentEncryption);

    private static RecipientReason Reason(string word) => word switch
    {
        "ready" => RecipientReason.Ready,
        "missing" => RecipientReason.Missing,
        "expired" => RecipientReason.Expired,
        "not-yet-valid" => RecipientReason.NotYetValid,
        "revoked" => RecipientReason.Revoked,
        "untrusted" => RecipientReason.Untrusted,
        "wrong-usage" => RecipientReason.WrongUsage,
        "weak" => RecipientReason.Weak,
        "unsupported" => RecipientReason.Unsupported,
        "changed" => RecipientReason.Changed,
        "rule-never" => RecipientReason.RuleNever,
        _ => throw new InvalidOperationException($"The reason '{word}' has no word on the wire."),
    };
}
