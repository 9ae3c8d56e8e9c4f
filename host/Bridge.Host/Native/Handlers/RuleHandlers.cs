using Bridge.Host.Native.Mapping;
using Bridge.Keystore;
using Bridge.Protocol.Recipients;
using Bridge.Protocol.Values;
using Bridge.Smime.Policy;
using Rule = Bridge.Smime.Ports.EncryptionRule;

namespace Bridge.Host.Native.Handlers;

/// <summary>The user's rules for recipients and domains.</summary>
internal sealed class RuleHandlers(CorrespondentStore book, Func<SmimePolicy> policy)
{
    public RuleList List(ListRules request, RequestContext context) =>
        new([.. book.Rules().Select(RuleMapping.ToWire)], policy().EncryptByDefault.ToWire());

    public RecipientRule Set(SetRule request, RequestContext context) => book.SetRule(request.Subject, request.Rule.ToSmime()).ToWire();

    public Done Remove(RemoveRule request, RequestContext context)
    {
        book.RemoveRule(request.Subject);
        return new Done();
    }

    public RulesChecked Check(CheckRules request, RequestContext context)
    {
        ILookup<Rule?, string> byRule = request.Addresses.ToLookup(a => book.Find(a).Rule);
        return new RulesChecked(
            [.. byRule[Rule.Always]], [.. byRule[Rule.Ask]], [.. byRule[Rule.Never]], policy().EncryptByDefault.ToWire());
    }
}
