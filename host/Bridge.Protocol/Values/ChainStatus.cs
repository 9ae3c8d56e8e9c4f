using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Values;

/// <summary>Outcome of validating a certificate's path to a mail anchor.</summary>
[JsonConverter(typeof(KebabCaseEnum<ChainStatus>))]
public enum ChainStatus
{
    Valid,
    Untrusted,
    Expired,
    NotYetValid,
    Revoked,
    RevocationUnknown,
    Constrained,
    WrongUsage,
    Malformed,
}
