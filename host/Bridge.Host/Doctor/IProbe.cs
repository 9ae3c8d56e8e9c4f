using Bridge.Protocol.Doctor;

namespace Bridge.Host.Doctor;

/// <summary>One thing that is really tried. A probe answers; it throws only for a fault of its own.</summary>
internal interface IProbe
{
    string Name { get; }

    Finding Try(CancellationToken cancellation);
}

/// <summary>What a probe found.</summary>
/// <param name="Status">How it went.</param>
/// <param name="Code">What was found; see <see cref="ProbeCodes"/>.</param>
/// <param name="Parameters">Named values for the text.</param>
internal sealed record Finding(ProbeStatus Status, string Code, params IReadOnlyList<(string Name, string Value)> Parameters)
{
    public static Finding Good(string code, params IReadOnlyList<(string Name, string Value)> parameters) => new(ProbeStatus.Good, code, parameters);

    public static Finding Warning(string code, params IReadOnlyList<(string Name, string Value)> parameters) => new(ProbeStatus.Warning, code, parameters);

    public static Finding Bad(string code, params IReadOnlyList<(string Name, string Value)> parameters) => new(ProbeStatus.Bad, code, parameters);
}
