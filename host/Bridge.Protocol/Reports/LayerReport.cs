using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Reports;

/// <param name="Kind">Kind of the cryptographic layer.</param>
/// <param name="Part">MIME part number, <c>1</c> for the message's own body.</param>
/// <param name="Covers">The whole displayed message or a part of it.</param>
public sealed record LayerReport(LayerKind Kind, string Part, LayerCover Covers);

[JsonConverter(typeof(KebabCaseEnum<LayerKind>))]
public enum LayerKind
{
    Enveloped,
    Signed,
    Compressed,
    CertsOnly,
}

[JsonConverter(typeof(KebabCaseEnum<LayerCover>))]
public enum LayerCover
{
    Message,
    Part,
}
