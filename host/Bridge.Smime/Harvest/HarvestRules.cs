using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Harvest;

/// <summary>What to do with a certificate that a verified message brought.</summary>
public enum HarvestAction
{
    /// <summary>Not known yet.</summary>
    Add,
    /// <summary>Known; this message says something newer about it.</summary>
    Refresh,
    /// <summary>Known, and nothing new.</summary>
    Keep,
    /// <summary>Not to be learned.</summary>
    Refuse,
}

/// <param name="Action">What to do.</param>
/// <param name="Why">Kebab-case reason of a refusal.</param>
public sealed record HarvestDecision(HarvestAction Action, string? Why = null);

/// <summary>One certificate that a verified signature offers for learning.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Addresses">Its addresses that count.</param>
/// <param name="Valid">Whether the message's own signature is valid and its signer's.</param>
/// <param name="SignedAt">Claimed signing time, never later than now; else now.</param>
/// <param name="Capabilities">What the signer's client reads; null when not said, or when another certificate is for encryption.</param>
/// <param name="Stated">The signer names this certificate for encryption.</param>
public sealed record HarvestOffer(
    Certificate Certificate,
    IReadOnlyList<string> Addresses,
    bool Valid,
    DateTimeOffset SignedAt,
    SmimeCapabilities? Capabilities,
    bool Stated = false);

/// <summary>Decides what is learned. Harvesting never is a trust decision, and never forgets anything.</summary>
public static class HarvestRules
{
    /// <param name="offer">What the message offers.</param>
    /// <param name="from">The sender's address.</param>
    /// <param name="existing">What is stored of this certificate; null when nothing is.</param>
    /// <param name="policy">Policy in force.</param>
    public static HarvestDecision Consider(HarvestOffer offer, string from, StoredCertificate? existing, SmimePolicy policy)
    {
        if (!policy.HarvestEnabled)
        {
            return Refuse("disabled");
        }

        if (!offer.Valid)
        {
            return Refuse("not-verified");
        }

        if (!offer.Addresses.Any(a => MailAddresses.Same(a, from)))
        {
            return Refuse("address-mismatch");
        }

        if (existing is null)
        {
            return new HarvestDecision(HarvestAction.Add);
        }

        bool newer = (offer.Capabilities is not null && IsNewer(offer, existing.CapabilitiesSignedAt)) || (offer.Stated && IsNewer(offer, existing.StatedAt));
        return new HarvestDecision(newer ? HarvestAction.Refresh : HarvestAction.Keep);
    }

    private static bool IsNewer(HarvestOffer offer, DateTimeOffset? known) => known is not { } time || offer.SignedAt > time;

    private static HarvestDecision Refuse(string why) => new(HarvestAction.Refuse, why);
}
