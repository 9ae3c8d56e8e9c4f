namespace Bridge.Benchmarks.World;

/// <summary>Somebody with a key and a certificate, as files in the benchmark's folder.</summary>
/// <param name="Name">Begins the names of the files.</param>
/// <param name="Kind"><c>RSA-2048</c>, <c>RSA-3072</c> or <c>P-256</c>.</param>
internal sealed record Person(string Name, string Kind)
{
    public string Address => $"{Name}@example.org";

    public string Key => $"{Name}.key";

    public string Certificate => $"{Name}.crt";

    public string Archive => $"{Name}.p12";
}
