using Bridge.Smime.Errors;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Tests.Policy;

public sealed class PolicyNamesTests
{
    [Fact]
    public void Every_member_of_the_policy_has_a_name()
    {
        List<SmimePolicy> changed =
            [.. PolicyNames.All.SelectMany(n => Others(n).Select(v => PolicyNames.Apply(SmimePolicy.Default, n.Name, v)))];
        foreach (System.Reflection.PropertyInfo member in typeof(SmimePolicy).GetProperties().Where(m => m.CanWrite && m.Name != "Limits"))
        {
            Assert.Contains(changed, c => !Equals(member.GetValue(c), member.GetValue(SmimePolicy.Default)));
        }

        foreach (System.Reflection.PropertyInfo member in typeof(Limits).GetProperties().Where(m => m.CanWrite))
        {
            Assert.Contains(changed, c => !Equals(member.GetValue(c.Limits), member.GetValue(SmimePolicy.Default.Limits)));
        }
    }

    [Fact]
    public void Every_default_is_a_value_and_formats_to_itself() =>
        Assert.All(PolicyNames.All, n => Assert.Equal(n.Default, PolicyNames.Normalise(n.Name, n.Default)));

    [Fact]
    public void Every_choice_is_accepted_and_keeps_its_spelling() =>
        Assert.All(
            PolicyNames.All.SelectMany(n => n.Choices.Select(c => (n.Name, Choice: c))),
            c => Assert.Equal(c.Choice, PolicyNames.Normalise(c.Name, c.Choice.ToUpperInvariant())));

    [Theory]
    [InlineData("signatures.acceptSha1", "false")]
    [InlineData("signatures.minimumRsaBits", "2048")]
    [InlineData("signatures.acceptDsa", "false")]
    [InlineData("signatures.requireAddressMatch", "true")]
    [InlineData("trust.systemAnchors", "true")]
    [InlineData("trust.initialPolicies", "any")]
    [InlineData("revocation.mode", "soft")]
    [InlineData("revocation.sources", "crl,ocsp")]
    [InlineData("decryption.acceptLegacy", "false")]
    [InlineData("network.enabled", "true")]
    [InlineData("encryption.algorithm", "auto")]
    [InlineData("sending.headerProtection", "subject")]
    public void Documented_defaults_hold(string name, string value) => Assert.Equal(value, PolicyNames.Require(name).Default);

    [Theory]
    [InlineData("signatures.minimumRsaBits", "100")]
    [InlineData("signatures.minimumRsaBits", "2k")]
    [InlineData("signatures.acceptSha1", "maybe")]
    [InlineData("trust.initialPolicies", "2.5.29.x")]
    [InlineData("trust.initialPolicies", "3.1")]
    [InlineData("trust.initialPolicies", "any,1.2.3")]
    [InlineData("revocation.sources", "crl,carrier-pigeon")]
    [InlineData("revocation.mode", "1")]
    [InlineData("encryption.algorithm", "3DES")]
    [InlineData("limits.mimeDepth", "-1")]
    public void A_wrong_value_is_refused_with_name_and_value(string name, string value)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => PolicyNames.Apply(SmimePolicy.Default, name, value));
        Assert.Equal("policy-value", refusal.Code);
        Assert.Equal((name, value), (refusal.Parameters["name"], refusal.Parameters["value"]));
    }

    [Fact]
    public void An_unknown_name_is_refused() =>
        Assert.Equal("policy-unknown", Assert.Throws<RefusalException>(() => PolicyNames.Apply(SmimePolicy.Default, "trust.everybody", "true")).Code);

    [Fact]
    public void Lists_of_policies_and_sources_are_read()
    {
        Assert.Equal(["1.2.3", "2.16.840.1"], PolicyNames.Apply(SmimePolicy.Default, "trust.initialPolicies", "1.2.3, 2.16.840.1").InitialPolicies);
        SmimePolicy crlOnly = PolicyNames.Apply(SmimePolicy.Default, "revocation.sources", "crl");
        Assert.True(crlOnly is { UseCrl: true, UseOcsp: false, RevocationOffline: false });
        Assert.True(PolicyNames.Apply(crlOnly, "revocation.sources", "offline") is { UseCrl: true, UseOcsp: true, RevocationOffline: true });
    }

    [Fact]
    public void Stored_values_that_no_longer_parse_are_passed_over()
    {
        SmimePolicy policy = PolicyNames.FromValues([new("gone.name", "1"), new("revocation.mode", "wild"), new("Network.Enabled", "no")]);
        Assert.Equal(SmimePolicy.Default with { NetworkEnabled = false }, policy with { Limits = SmimePolicy.Default.Limits, InitialPolicies = SmimePolicy.Default.InitialPolicies });
    }

    private static string[] Others(PolicyName name) => name.Kind switch
    {
        PolicyKind.Boolean => [name.Default == "true" ? "false" : "true"],
        PolicyKind.Integer when name.Name.Contains("Bytes", StringComparison.Ordinal) => ["2000000"],
        PolicyKind.Integer when name.Name.Contains("saBits", StringComparison.Ordinal) => ["4096"],
        PolicyKind.Integer => ["20"],
        PolicyKind.Choice => [name.Choices.Last(c => c != name.Default)],
        _ when name.Name == "trust.initialPolicies" => ["1.2.3"],
        _ => ["ocsp", "crl", "offline"],
    };
}
