using Bridge.Smime.Harvest;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Values;

namespace Bridge.Smime.Tests.Harvest;

public class HarvestRulesTests
{
    private static readonly SmimeCapabilities s_capabilities = new([new SmimeCapability("1.2.3", default)]);

    [Fact]
    public void An_unknown_certificate_is_added() => Assert.Equal(new HarvestDecision(HarvestAction.Add), Consider(Offer(), null));

    [Theory]
    [InlineData(1, true, HarvestAction.Refresh)]
    [InlineData(0, true, HarvestAction.Keep)]
    [InlineData(-1, true, HarvestAction.Keep)]
    [InlineData(1, false, HarvestAction.Keep)]
    public void A_known_one_is_refreshed_by_newer_capabilities_only(int days, bool capabilities, HarvestAction expected)
    {
        StoredCertificate stored = Stored(Opening.Now);
        HarvestOffer offer = Offer() with { SignedAt = Opening.Now.AddDays(days), Capabilities = capabilities ? s_capabilities : null };

        Assert.Equal(expected, Consider(offer, stored).Action);
    }

    [Fact]
    public void First_capabilities_of_a_known_one_are_news() => Assert.Equal(HarvestAction.Refresh, Consider(Offer(), Stored(null)).Action);

    [Fact]
    public void What_is_not_verified_is_refused() =>
        Assert.Equal(new HarvestDecision(HarvestAction.Refuse, "not-verified"), Consider(Offer() with { Valid = false }, null));

    [Fact]
    public void Another_address_is_refused() => Assert.Equal(
        new HarvestDecision(HarvestAction.Refuse, "address-mismatch"),
        HarvestRules.Consider(Offer(), "bob@example.com", null, SmimePolicy.Default));

    [Fact]
    public void Policy_may_refuse() => Assert.Equal(
        new HarvestDecision(HarvestAction.Refuse, "disabled"),
        HarvestRules.Consider(Offer(), "alice@example.com", null, new SmimePolicy { HarvestEnabled = false }));

    private static HarvestDecision Consider(HarvestOffer offer, StoredCertificate? existing) =>
        HarvestRules.Consider(offer, "Alice@Example.com", existing, SmimePolicy.Default);

    private static HarvestOffer Offer() => new(Opening.Alice.Certificate, ["alice@example.com"], Valid: true, Opening.Now, s_capabilities);

    private static StoredCertificate Stored(DateTimeOffset? capabilities) => new(
        Opening.Alice.Certificate, CertificateOrigin.Harvested, Opening.Now, Opening.Now, null, s_capabilities, capabilities);
}
