using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Keys;

/// <summary>Writes a key with its chain as PKCS#12; content out: the file. Its new passphrase is asked for by <c>prompt</c>.</summary>
/// <param name="Id">The request.</param>
/// <param name="Key">The key's id.</param>
/// <param name="FileName">What the file will be called, for the prompt.</param>
/// <param name="Form">How it is protected.</param>
public sealed record ExportKey(long Id, string Key, string FileName, ExportForm Form) : Request<Done>(Id), IReturnContent;

[JsonConverter(typeof(KebabCaseEnum<ExportForm>))]
public enum ExportForm
{
    /// <summary>AES-256 and HMAC-SHA256.</summary>
    Strong,
    /// <summary>Triple DES and HMAC-SHA1, for old devices.</summary>
    Compatible,
}
