using Bridge.Benchmarks.Measuring;

namespace Bridge.Benchmarks.Reporting;

internal enum Outcome
{
    NoTarget,
    Met,
    WithinNoise,
    Missed,
}

/// <summary>One row of the table.</summary>
/// <param name="Group">The table it stands in.</param>
/// <param name="What">What was done.</param>
/// <param name="Unit">Of <paramref name="Ours"/> and <paramref name="Peer"/>.</param>
/// <param name="Ours">Median.</param>
internal sealed record Figure(string Group, string What, string Unit, double Ours)
{
    public double? OurCpu { get; init; }

    public string? PeerName { get; init; }

    public double? Peer { get; init; }

    public double? PeerCpu { get; init; }

    /// <summary>Median over the rounds of ours divided by the peer's.</summary>
    public double? Ratio { get; init; }

    /// <summary>Half the distance between the quartiles of what is compared with the target.</summary>
    public double Noise { get; init; }

    /// <summary>Bound of the ratio where there is one, else of <see cref="Ours"/>.</summary>
    public double? Target { get; init; }

    /// <summary>The target is a least value, not a most.</summary>
    public bool AtLeast { get; init; }

    /// <summary>What the figure was taken from, to be drawn.</summary>
    public Curve? Curve { get; init; }

    public Outcome Outcome
    {
        get
        {
            if (Target is not { } target)
            {
                return Outcome.NoTarget;
            }

            double excess = ((Ratio ?? Ours) - target) * (AtLeast ? -1 : 1);
            return excess <= 0 ? Outcome.Met : excess <= Noise ? Outcome.WithinNoise : Outcome.Missed;
        }
    }

    public static Figure Compare(string group, string what, Series ours, string peerName, Series peer, double? target = null)
    {
        IReadOnlyList<double> ratios = ours.RatiosTo(peer);
        return new Figure(group, what, "ms", ours.Wall)
        {
            OurCpu = ours.Cpu,
            PeerName = peerName,
            Peer = peer.Wall,
            PeerCpu = peer.Cpu,
            Ratio = Statistics.Median(ratios),
            Noise = Statistics.Spread(ratios),
            Target = target,
        };
    }

    public static Figure Time(string group, string what, Series ours, double? target = null) =>
        new(group, what, "ms", ours.Wall) { OurCpu = ours.Cpu, Noise = ours.Noise, Target = target };
}
