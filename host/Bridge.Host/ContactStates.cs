using Bridge.Keystore.Certificates.Contacts;
using Bridge.Smime.Policy;
using Bridge.Smime.Sending;
using Bridge.Smime.Values;

namespace Bridge.Host;

/// <summary>Why a certificate is used for encrypting to a correspondent.</summary>
internal enum ContactReason
{
    Own,
    Chosen,
    Stated,
    Newest,
    Only,
    SameMailbox,
}

/// <summary>Asks the sending rules what they would do now, without network: a page must not wait for a server.</summary>
internal sealed class ContactStates(IMessageProtector protector, Func<SmimePolicy> policy, TimeProvider clock)
{
    public IReadOnlyList<RecipientState> Of(IReadOnlyList<string> addresses, CancellationToken cancellation)
    {
        if (addresses.Count == 0)
        {
            return [];
        }

        // Whom the message would be from does not matter to what is known about its recipients.
        ProtectionRequest encrypting = new(
            addresses[0],
            addresses,
            Sign: false,
            Encrypt: true,
            SignatureForm.Clear,
            ProtectionPurpose.Send,
            IncludeCertificates: false,
            clock.GetUtcNow(),
            policy() with { NetworkEnabled = false });
        return protector.Plan(encrypting, cancellation).Recipients;
    }

    /// <summary>Null when no certificate is used.</summary>
    public static ContactReason? ReasonFor(RecipientState state, ContactHistory history)
    {
        if (!state.Ready)
        {
            return null;
        }

        return history.Certificates.FirstOrDefault(c => c.Stored.Certificate.Equals(state.Certificate)) switch
        {
            _ when state.Findings.Any(f => f.Code == FindingCodes.RecipientSameMailbox) => ContactReason.SameMailbox,
            null or { Stored.Origin: Smime.Ports.CertificateOrigin.Own } => ContactReason.Own,
            { Stored.Chosen: true } => ContactReason.Chosen,
            { Stored.StatedAt: not null } => ContactReason.Stated,
            _ => history.Certificates.Count(c => c.CanEncrypt) > 1 ? ContactReason.Newest : ContactReason.Only,
        };
    }
}
