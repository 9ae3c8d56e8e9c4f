using Bridge.Host.Native.Mapping;
using Bridge.Keystore.Vault;
using Bridge.Protocol.Protection;
using Bridge.Smime.Policy;

namespace Bridge.Host.Native.Handlers;

/// <summary>The lock of the user's keys.</summary>
internal sealed class ProtectionHandlers(Protection protection, Func<SmimePolicy> policy)
{
    public ProtectionReport Show(ShowProtection request, RequestContext context) => Report();

    public ProtectionReport Change(ChangeProtection request, RequestContext context)
    {
        protection.Change(request.Kind.ToVault());
        return Report();
    }

    public ProtectionReport Unlock(UnlockKeys request, RequestContext context)
    {
        protection.Unlock();
        return Report();
    }

    public ProtectionReport Lock(LockKeys request, RequestContext context)
    {
        protection.Lock();
        return Report();
    }

    private ProtectionReport Report() => protection.Look().ToWire(policy().LockAfterMinutes);
}
