using System.Text;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Keystore.Tests.Tokens;

/// <summary>Answers questions one after the other, the last answer for ever, and remembers what was asked. Null dismisses.</summary>
internal sealed class ScriptedPrompt(params string?[] answers) : ISecretPrompt
{
    private readonly Lock _lock = new();
    private readonly List<SecretQuestion> _asked = [];

    public CancellationToken Cancellation => CancellationToken.None;

    internal IReadOnlyList<SecretQuestion> Asked
    {
        get
        {
            lock (_lock)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>Done while a question is open.</summary>
    internal Action WhileAsking { get; set; } = () => { };

    public SecretBytes? Ask(SecretQuestion question)
    {
        WhileAsking();
        lock (_lock)
        {
            _asked.Add(question);
            return answers[Math.Min(_asked.Count, answers.Length) - 1] is { } answer ? new SecretBytes(Encoding.UTF8.GetBytes(answer)) : null;
        }
    }
}
