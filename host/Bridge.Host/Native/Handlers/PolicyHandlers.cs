using Bridge.Host.Native.Mapping;
using Bridge.Keystore;
using Bridge.Protocol.Policy;
using Bridge.Smime.Policy;
using WireKind = Bridge.Protocol.Policy.PolicyKind;

namespace Bridge.Host.Native.Handlers;

/// <summary>What the user or an administrator decided.</summary>
internal sealed class PolicyHandlers(PolicyStore store)
{
    public PolicyList List(ListPolicy request, RequestContext context)
    {
        SmimePolicy policy = store.Load();
        return new PolicyList([.. PolicyNames.All.Select(n => Describe(n, policy))]);
    }

    public PolicyEntry Set(SetPolicy request, RequestContext context)
    {
        if (request.Value is { } value)
        {
            store.Set(request.Name, value);
        }
        else
        {
            store.Reset(request.Name);
        }

        return Describe(PolicyNames.Require(request.Name), store.Load());
    }

    private static PolicyEntry Describe(PolicyName name, SmimePolicy policy) => new(
        name.Name,
        name.Format(policy),
        name.Default,
        name.Kind switch
        {
            Smime.Policy.PolicyKind.Boolean => WireKind.Boolean,
            Smime.Policy.PolicyKind.Integer => WireKind.Integer,
            Smime.Policy.PolicyKind.Text => WireKind.Text,
            Smime.Policy.PolicyKind.Choice => WireKind.Choice,
            _ => throw ValueMapping.Unmapped(name.Kind),
        },
        name.Choices,
        name.Range?.Least,
        name.Range?.Most);
}
