using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Host.Prompting;

/// <summary>
/// The prompt of whatever is being done now: each request, and each command, brings its own. Work that belongs to nobody
/// (warming up, the doctor's probes) has none, and is never asked anything.
/// </summary>
internal sealed class AmbientPrompt : ISecretPrompt
{
    private static readonly AsyncLocal<ISecretPrompt?> s_current = new();

    public CancellationToken Cancellation => Current.Cancellation;

    public SecretBytes? Ask(SecretQuestion question) => Current.Ask(question);

    /// <summary>Questions of this flow of work go to <paramref name="prompt"/> until the result is disposed.</summary>
    public static IDisposable Use(ISecretPrompt prompt)
    {
        Scope scope = new(s_current.Value);
        s_current.Value = prompt;
        return scope;
    }

    private static ISecretPrompt Current => s_current.Value ?? NoPrompt.Instance;

    private sealed class Scope(ISecretPrompt? before) : IDisposable
    {
        public void Dispose() => s_current.Value = before;
    }
}
