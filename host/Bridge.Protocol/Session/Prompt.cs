using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Session;

/// <summary>The host needs a secret for a request.</summary>
/// <param name="Id">The request.</param>
/// <param name="PromptNumber">Names this prompt in its answer; counts from 1 in each request.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="Parameters">
/// What for: <c>file</c>, or <c>purpose</c> with <c>key</c> and <c>token</c>; <c>attempt</c> (from 1); <c>reason</c> when it is asked again.
/// </param>
public sealed record Prompt(
    long Id,
    [property: JsonPropertyName("prompt")] int PromptNumber,
    PromptKind Kind,
    IReadOnlyDictionary<string, string> Parameters) : HostMessage;

[JsonConverter(typeof(KebabCaseEnum<PromptKind>))]
public enum PromptKind
{
    [JsonStringEnumMemberName("pkcs12-passphrase")]
    Pkcs12Passphrase,
    KeystorePassphrase,
    KeystorePassphraseNew,
    TokenPin,
    /// <summary>The passphrase that an exported key gets.</summary>
    ExportPassphraseNew,
    /// <summary>The passphrase that a backup gets.</summary>
    BackupPassphraseNew,
    BackupPassphrase,
    /// <summary>The primary password of a Thunderbird profile.</summary>
    ProfilePassword,
}
