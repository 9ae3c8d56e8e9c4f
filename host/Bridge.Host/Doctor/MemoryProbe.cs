using Bridge.Keystore.Vault.Memory;

namespace Bridge.Host.Doctor;

/// <summary>Whether the operating system keeps secrets in memory out of dumps and out of the swap space.</summary>
internal sealed class MemoryProbe(Func<ShieldState> state) : IProbe
{
    public string Name => "memory";

    public Finding Try(CancellationToken cancellation) => state() switch
    {
        { CoreDumps: true } => Finding.Warning(ProbeCodes.MemoryDumped),
        { Memory: MemoryGuard.Swappable } => Finding.Warning(ProbeCodes.MemorySwappable),
        { Memory: MemoryGuard.Unsupported } => Finding.Good(ProbeCodes.MemoryUnknown),
        _ => Finding.Good(ProbeCodes.MemoryGood),
    };
}
