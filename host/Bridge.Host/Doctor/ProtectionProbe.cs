using Bridge.Keystore.Vault;

namespace Bridge.Host.Doctor;

/// <summary>Says where the master key is, and so whom it is safe from. Whether it can be had, the keystore's own probe says.</summary>
internal sealed class ProtectionProbe(Func<Protection> protection) : IProbe
{
    public string Name => "protection";

    public Finding Try(CancellationToken cancellation)
    {
        Protection now = protection();
        return now.Kind switch
        {
            VaultKinds.KeyFile => Finding.Good(ProbeCodes.VaultKeyFile),
            VaultKinds.Passphrase => Finding.Good(now.IsLocked ? ProbeCodes.VaultPassphraseLocked : ProbeCodes.VaultPassphraseOpen),
            string kind => Finding.Good(ProbeCodes.VaultSystem, ("vault", kind)),
        };
    }
}
