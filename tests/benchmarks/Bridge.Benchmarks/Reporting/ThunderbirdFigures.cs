using System.Globalization;
using System.Text.Json;

namespace Bridge.Benchmarks.Reporting;

/// <summary>What tests/benchmarks/thunderbird/timings.mjs has measured, as figures of this report.</summary>
internal static class ThunderbirdFigures
{
    public static IEnumerable<Figure> Read(string file)
    {
        string day = File.GetLastWriteTimeUtc(file).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (JsonElement one in document.RootElement.EnumerateArray())
        {
            string unit = one.GetProperty("unit").GetString()!;
            double ours = one.GetProperty("ours").GetDouble();
            double? most = Number(one, "most");
            double? peer = Number(one, "peer");

            // The bound is one of the difference: it is shown as the most that ours may be beside this peer.
            yield return new Figure($"The real Thunderbird, {day}", one.GetProperty("what").GetString()!, unit, ours)
            {
                PeerName = one.GetProperty("peerName").GetString(),
                Peer = peer,
                Noise = one.GetProperty("noise").GetDouble(),
                Target = most is { } bound && peer is { } beside ? beside + bound : null,
            };
        }
    }

    private static double? Number(JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
}
