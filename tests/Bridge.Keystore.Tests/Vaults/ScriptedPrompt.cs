using System.Text;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Keystore.Tests.Vaults;

/// <summary>A user who answers from a list, and remembers what was asked; at its end every question is dismissed.</summary>
internal sealed class ScriptedPrompt(params IEnumerable<string?> answers) : ISecretPrompt
{
    private readonly Queue<string?> _answers = new(answers);

    internal List<SecretQuestion> Asked { get; } = [];

    public CancellationToken Cancellation { get; init; }

    public SecretBytes? Ask(SecretQuestion question)
    {
        lock (_answers)
        {
            Asked.Add(question);
            return _answers.TryDequeue(out string? answer) && answer is not null ? new SecretBytes(Encoding.UTF8.GetBytes(answer)) : null;
        }
    }

    internal void WillAnswer(params IEnumerable<string?> more)
    {
        foreach (string? answer in more)
        {
            _answers.Enqueue(answer);
        }
    }
}
