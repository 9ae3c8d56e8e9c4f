using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.World;

namespace Bridge.Benchmarks.Suites;

internal interface ISuite
{
    /// <summary>As <c>--only</c> names it.</summary>
    string Name { get; }

    /// <summary>Measures; each figure is told as soon as it is there.</summary>
    IEnumerable<Figure> Run(Stage stage);
}
