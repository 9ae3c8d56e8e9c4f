using System.Text;
using Bridge.Host.Native.Mapping;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Protocol.Json;
using Bridge.Smime.Errors;

namespace Bridge.Host.Native.Sessions;

/// <summary>Asks the mail client's user, in the name of one request.</summary>
internal sealed class RequestPrompt(RequestContext context) : ISecretPrompt
{
    public CancellationToken Cancellation => context.Cancellation;

    public SecretBytes? Ask(SecretQuestion question)
    {
        try
        {
            using Secret secret = context.Ask(question.Kind.ToWire(), question.Parameters());
            SecretBytes bytes = new(Encoding.UTF8.GetByteCount(secret.Characters));
            Encoding.UTF8.GetBytes(secret.Characters, bytes.Span);
            return bytes;
        }
        catch (RefusalException e) when (e.Code == Protocol.ErrorCode.PromptDismissed)
        {
            return null;
        }
    }
}
