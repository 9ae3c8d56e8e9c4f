using System.Globalization;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Protocol.Session;

namespace Bridge.Host.Native.Mapping;

/// <summary>Questions for secrets as the wire says them.</summary>
internal static class PromptMapping
{
    public static PromptKind ToWire(this SecretKind kind) => kind switch
    {
        SecretKind.KeystorePassphrase => PromptKind.KeystorePassphrase,
        SecretKind.NewKeystorePassphrase => PromptKind.KeystorePassphraseNew,
        SecretKind.TokenPin => PromptKind.TokenPin,
        _ => throw ValueMapping.Unmapped(kind),
    };

    public static Dictionary<string, string> Parameters(this SecretQuestion question)
    {
        Dictionary<string, string> parameters = new()
        {
            ["purpose"] = Cli.Words.Kebab(question.Use),
            ["attempt"] = question.Attempt.ToString(CultureInfo.InvariantCulture),
        };
        Add("key", question.Key);
        Add("token", question.Token);
        Add("reason", question.Reason == SecretReason.None ? null : Cli.Words.Kebab(question.Reason));
        return parameters;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parameters[name] = value;
            }
        }
    }
}
