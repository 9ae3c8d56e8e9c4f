using BenchmarkDotNet.Attributes;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.Writing;
using Bridge.Smime.Sending.Mime;

namespace Bridge.Benchmarks.Inner;

/// <summary>The stages that a message passes on its way out, each for itself, over one megabyte.</summary>
[MemoryDiagnoser]
public class Outgoing
{
    private const int Megabyte = 1_000_000;

    private readonly byte[] _lines = Texts.Lines(Megabyte);
    private readonly byte[] _bareLines = Texts.WithoutReturns(Megabyte);
    private readonly byte[] _output = new byte[2 * Megabyte];

    [Benchmark]
    public void InspectLines() => CanonicalLines.Inspect(_lines);

    [Benchmark]
    public void RepairLines() => CanonicalLines.WriteCanonical(_bareLines, new Nowhere());

    [Benchmark]
    public void Base64Lines()
    {
        using Base64LineSink sink = new(new Nowhere());
        sink.Write(_lines);
        sink.Complete();
    }

    [Benchmark]
    [Arguments("AES-256-CBC")]
    [Arguments("AES-256-GCM")]
    public int Encrypt(string algorithm)
    {
        ContentAlgorithm chosen = ContentAlgorithm.ByName(algorithm)!;
        using ContentEncryptor encryptor = ContentEncryptor.Create(chosen, new byte[chosen.KeyBytes]);
        return encryptor.Update(_lines, _output) + encryptor.Finish(_output);
    }
}
