using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Reports;

namespace Bridge.Protocol.Messages;

/// <summary>Opens protected mail; content in: the message or CMS object, content out: the inner message or entity.</summary>
/// <param name="Id">The request.</param>
/// <param name="Kind">What the content is.</param>
/// <param name="Harvest">Whether a verified signature may teach certificates.</param>
/// <param name="From">With <see cref="ContentKind.Cms"/>: the From address to compare with; absent compares none.</param>
/// <param name="Again">Whether addresses that did not answer lately are asked again.</param>
public sealed record OpenMessage(long Id, ContentKind Kind, bool Harvest, string? From = null, bool? Again = null)
    : Request<OpenedMessage>(Id), ICarryContent, IReturnContent;

[JsonConverter(typeof(KebabCaseEnum<ContentKind>))]
public enum ContentKind
{
    /// <summary>A whole RFC 822 message.</summary>
    Message,
    /// <summary>A bare CMS object: DER, BER or PEM.</summary>
    Cms,
}

/// <param name="Report">The verdict with everything it rests on.</param>
public sealed record OpenedMessage(Report Report);
