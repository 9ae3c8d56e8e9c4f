using System.Globalization;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Session;

namespace Bridge.Host.Tests.Native;

/// <summary>The policy over the wire, as a settings page needs it.</summary>
public sealed class PolicyRequestTests : IDisposable
{
    private readonly StoreRig _rig = new();
    private long _last;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_number_comes_with_the_range_that_is_kept_to()
    {
        foreach (PolicyEntry entry in Entries())
        {
            bool number = entry.Kind == PolicyKind.Integer;
            Assert.Equal((number, number), (entry.Least is not null, entry.Most is not null));
            if (number)
            {
                Assert.Equal(Text(entry.Least), Set(entry.Name, Text(entry.Least)).Value);
                Assert.Equal(Text(entry.Most), Set(entry.Name, Text(entry.Most)).Value);
                Assert.Equal(ErrorCode.PolicyValue, Refused(entry.Name, Text(entry.Most + 1)).Code);
                Assert.Equal(entry.Default, Set(entry.Name, null).Value);
            }
        }
    }

    [Fact]
    public void A_value_is_told_as_it_is_kept_and_null_leads_back_to_the_default()
    {
        PolicyEntry set = Set("Revocation.Mode", " HARD ");
        Assert.Equal(("revocation.mode", "hard", "soft"), (set.Name, set.Value, set.Default));
        Assert.Equal("hard", Entries().Single(e => e.Name == "revocation.mode").Value);
        Assert.Equal("soft", Set("revocation.mode", null).Value);
    }

    private IReadOnlyList<PolicyEntry> Entries() => _rig.Ask(new ListPolicy(Next()), [], WireJson.Wire.PolicyList).Entries;

    private PolicyEntry Set(string name, string? value) => _rig.Ask(new SetPolicy(Next(), name, value), [], WireJson.Wire.PolicyEntry);

    private Failure Refused(string name, string value) => Assert.IsType<Failure>(_rig.Peer.Exchange(new SetPolicy(Next(), name, value), []).Item1);

    private static string Text(long? number) => number!.Value.ToString(CultureInfo.InvariantCulture);

    private long Next() => ++_last;
}
