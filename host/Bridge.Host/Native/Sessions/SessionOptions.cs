using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Host.Native.Sessions;

/// <summary>What a session needs to know.</summary>
/// <param name="Extension">The only add-on that is served.</param>
/// <param name="Caller">The add-on that the mail client named when it started the host.</param>
/// <param name="Clock">The clock.</param>
/// <param name="DrainTime">How long to wait for handlers at the end.</param>
/// <param name="WarmUp">Started after hello, before the first request; returns at once.</param>
/// <param name="Prompt">Who is asked for secrets in a request's name; null for the client.</param>
internal sealed record SessionOptions(
    string Extension,
    string Caller,
    TimeProvider Clock,
    TimeSpan DrainTime,
    Action? WarmUp = null,
    Func<RequestContext, ISecretPrompt>? Prompt = null)
{
    public ISecretPrompt PromptFor(RequestContext context) => Prompt?.Invoke(context) ?? new RequestPrompt(context);

    public bool CallerIsKnown => Caller == Extension;
}
