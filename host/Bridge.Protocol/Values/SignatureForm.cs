using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Values;

/// <summary>How a message that is only signed is written.</summary>
[JsonConverter(typeof(KebabCaseEnum<SignatureForm>))]
public enum SignatureForm
{
    /// <summary>multipart/signed: readable everywhere.</summary>
    Clear,
    /// <summary>application/pkcs7-mime; smime-type=signed-data.</summary>
    Opaque,
}
