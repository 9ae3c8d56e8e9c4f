using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Session;

/// <summary>How far a long request is; at most ten a second.</summary>
/// <param name="Id">The request.</param>
/// <param name="Phase">What is being done.</param>
/// <param name="Done">Bytes or items done.</param>
/// <param name="Total">Bytes or items in all; 0 when unknown.</param>
public sealed record Progress(long Id, ProgressPhase Phase, long Done, long Total) : HostMessage;

[JsonConverter(typeof(KebabCaseEnum<ProgressPhase>))]
public enum ProgressPhase
{
    Protecting,
    Opening,
    Importing,
    Checking,
    Exporting,
}
