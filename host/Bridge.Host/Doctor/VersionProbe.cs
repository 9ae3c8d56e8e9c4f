namespace Bridge.Host.Doctor;

/// <summary>Which version runs, on what.</summary>
internal sealed class VersionProbe : IProbe
{
    public string Name => "version";

    public Finding Try(CancellationToken cancellation) =>
        Finding.Good(ProbeCodes.Version, ("version", Product.Version), ("runtime", Product.Runtime));
}
