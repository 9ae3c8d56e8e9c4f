using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Host.Prompting;

/// <summary>Asks by a pinentry program in the name of one operation.</summary>
internal sealed class PinentryPrompt(Pinentry pinentry, CancellationToken cancellation) : ISecretPrompt
{
    public CancellationToken Cancellation => cancellation;

    public SecretBytes? Ask(SecretQuestion question) => pinentry.Ask(question, cancellation);
}
