namespace Bridge.Benchmarks.Reporting;

/// <summary>How a cost grows: points of one thing measured at several sizes.</summary>
/// <param name="Plot">The plot it is drawn in.</param>
/// <param name="Name">In the legend.</param>
/// <param name="Axis">What grows.</param>
/// <param name="Points">Size, and milliseconds for it.</param>
internal sealed record Curve(string Plot, string Name, string Axis, IReadOnlyList<(double Size, double Milliseconds)> Points)
{
    /// <summary>
    /// The power of the size that the cost follows, fitted to all points: 1 is linear, 0 is flat. What is fixed makes it
    /// smaller, never larger.
    /// </summary>
    public double Exponent
    {
        get
        {
            (double X, double Y)[] logs = [.. Points.Select(p => (Math.Log(p.Size), Math.Log(p.Milliseconds)))];
            (double x, double y) = (logs.Average(p => p.X), logs.Average(p => p.Y));
            return logs.Sum(p => (p.X - x) * (p.Y - y)) / logs.Sum(p => (p.X - x) * (p.X - x));
        }
    }
}
