using System.Diagnostics;

namespace Bridge.Benchmarks.Measuring;

/// <summary>Somebody who does a piece of work.</summary>
/// <param name="Name">Stands in the table.</param>
/// <param name="Work">Does it once; throws when the outcome is not what it must be.</param>
/// <param name="Cpu">The clock that sees its processor time.</param>
/// <param name="Repeat">Times it is done for one sample: for work that is too short to be timed alone.</param>
internal sealed record Contender(string Name, Action Work, Func<double> Cpu, int Repeat = 1)
{
    /// <summary>Done before each sample and not measured.</summary>
    public Action? Prepare { get; init; }

    public static Contender InProcess(string name, Action work, int repeat = 1) => new(name, work, CpuClock.OfSelf, repeat);

    public static Contender Command(string name, Action work) => new(name, work, CpuClock.OfChildren);
}

/// <summary>Contenders take turns within each round, and every second round goes backwards.</summary>
internal static class Contest
{
    public static IReadOnlyDictionary<string, Series> Run(IReadOnlyList<Contender> contenders, int rounds)
    {
        Dictionary<string, Series> results = contenders.ToDictionary(c => c.Name, _ => new Series());
        foreach (Contender contender in contenders)
        {
            contender.Work();
        }

        for (int round = 0; round < rounds; round++)
        {
            foreach (Contender contender in round % 2 == 0 ? contenders : contenders.Reverse())
            {
                results[contender.Name].Add(Measure(contender));
            }
        }

        return results;
    }

    private static Sample Measure(Contender contender)
    {
        contender.Prepare?.Invoke();
        double cpu = contender.Cpu();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < contender.Repeat; i++)
        {
            contender.Work();
        }

        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new Sample(wall / contender.Repeat, (contender.Cpu() - cpu) / contender.Repeat);
    }
}
