using System.Globalization;
using Bridge.Smime.Ports;

namespace Bridge.Host.Doctor;

/// <summary>Whether there is anybody to trust for mail.</summary>
internal sealed class AnchorsProbe(Func<IAnchorStore> anchors) : IProbe
{
    public string Name => "anchors";

    public Finding Try(CancellationToken cancellation)
    {
        IReadOnlyList<TrustAnchor> all = anchors().List();
        return all.Count == 0
            ? Finding.Warning(ProbeCodes.AnchorsNone)
            : Finding.Good(ProbeCodes.AnchorsGood, ("count", Text(all.Count)), ("user", Text(all.Count(a => a.Source == "user"))));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
