namespace Bridge.Benchmarks.Measuring;

/// <summary>One run: wall time and processor time in milliseconds.</summary>
internal readonly record struct Sample(double Wall, double Cpu);

/// <summary>The runs of one contender, in the order of the rounds.</summary>
internal sealed class Series
{
    private readonly List<Sample> _samples = [];

    public int Count => _samples.Count;

    public double Wall => Statistics.Median(_samples.Select(s => s.Wall));

    public double Cpu => Statistics.Median(_samples.Select(s => s.Cpu));

    /// <summary>The quickest run.</summary>
    public double Least => _samples.Min(s => s.Wall);

    /// <summary>Half the distance between the quartiles of the wall times.</summary>
    public double Noise => Statistics.Spread(_samples.Select(s => s.Wall));

    public void Add(Sample sample) => _samples.Add(sample);

    /// <summary>Wall time over the other's of the same round, so that what disturbs a whole round cancels out.</summary>
    public IReadOnlyList<double> RatiosTo(Series peer) => [.. _samples.Zip(peer._samples, (a, b) => a.Wall / b.Wall)];
}

internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Quantile([.. values.Order()], 0.5);

    public static double Spread(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (Quantile(sorted, 0.75) - Quantile(sorted, 0.25)) / 2;
    }

    private static double Quantile(double[] sorted, double q)
    {
        double position = (sorted.Length - 1) * q;
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }
}
