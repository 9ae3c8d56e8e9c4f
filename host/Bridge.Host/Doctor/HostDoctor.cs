using Bridge.Protocol.Doctor;
using Bridge.Smime.Errors;

namespace Bridge.Host.Doctor;

/// <summary>Runs all probes; one that fails does not keep the others from being tried.</summary>
internal sealed class HostDoctor(IReadOnlyList<IProbe> probes)
{
    public DoctorReport Examine(Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        List<Probe> found = [];
        foreach (IProbe probe in probes)
        {
            cancellation.ThrowIfCancellationRequested();
            found.Add(Examine(probe, cancellation));
            progress?.Invoke(found.Count, probes.Count);
        }

        return new DoctorReport(found);
    }

    private static Probe Examine(IProbe probe, CancellationToken cancellation)
    {
        try
        {
            Finding finding = probe.Try(cancellation);
            return new Probe(probe.Name, finding.Status, finding.Code, finding.Parameters.ToDictionary(p => p.Name, p => p.Value));
        }
        catch (RefusalException e)
        {
            return new Probe(probe.Name, ProbeStatus.Bad, e.Code, e.Parameters);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new Probe(probe.Name, ProbeStatus.Bad, ProbeCodes.Fault, new Dictionary<string, string> { ["kind"] = e.GetType().Name });
        }
    }
}
