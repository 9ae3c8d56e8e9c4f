using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Doctor;

/// <summary>Tries things for real and says what to do.</summary>
public sealed record RunDoctor(long Id) : Request<DoctorReport>(Id);

public sealed record DoctorReport(IReadOnlyList<Probe> Probes);

/// <param name="Name">What was tried, for example <c>manifest</c>.</param>
/// <param name="Status">How it went.</param>
/// <param name="Code">What was found and so what to do; its text belongs to the locales.</param>
/// <param name="Parameters">Named values for the text.</param>
public sealed record Probe(string Name, ProbeStatus Status, string Code, IReadOnlyDictionary<string, string> Parameters);

[JsonConverter(typeof(KebabCaseEnum<ProbeStatus>))]
public enum ProbeStatus
{
    Good,
    Warning,
    Bad,
}
