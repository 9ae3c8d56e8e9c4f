using System.Text;
using BenchmarkDotNet.Attributes;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Streams;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Benchmarks.Inner;

/// <summary>The stages that a message passes on its way in, each for itself, over one megabyte.</summary>
[MemoryDiagnoser]
public class Incoming
{
    private const int Megabyte = 1_000_000;

    private readonly byte[] _coded = Texts.Base64(Megabyte);
    private readonly byte[] _lines = Texts.Lines(Megabyte);
    private readonly byte[] _output = new byte[2 * Megabyte];
    private readonly ContentAlgorithm _cbc = ContentAlgorithm.ByName("AES-256-CBC")!;
    private byte[] _ciphertext = [];
    private ContentEncryptor? _encryptor;

    [GlobalSetup]
    public void Encrypt()
    {
        _encryptor = ContentEncryptor.Create(_cbc, new byte[_cbc.KeyBytes]);
        int length = _encryptor.Update(_lines, _output);
        length += _encryptor.Finish(_output.AsSpan(length));
        _ciphertext = _output[..length];
    }

    [GlobalCleanup]
    public void Dispose() => _encryptor?.Dispose();

    [Benchmark]
    public void DecodeBase64() => new Base64Stream(new MemoryStream(_coded)).CopyTo(Stream.Null);

    [Benchmark]
    public void ScanForBoundaries()
    {
        MimeScanner scanner = new(new MemoryStream(_lines));
        scanner.Push("boundary");
        scanner.Drain();
    }

    [Benchmark]
    public int Decrypt()
    {
        using ContentDecryptor decryptor = ContentDecryptor.Create(_encryptor!.Algorithm, new byte[_cbc.KeyBytes]);
        return decryptor.Update(_ciphertext, _output) + decryptor.Finish(_output);
    }
}

/// <summary>Certificates, of which a mailbox shows the same few over and over.</summary>
[MemoryDiagnoser]
public class Certificates
{
    private static readonly ForgedIdentity s_alice = CertificateForge.Issue(CertificateForge.Authority("Benchmark CA"), "alice@example.org");

    private readonly byte[] _der = s_alice.Certificate.Der.ToArray();
    private int _serial;

    [Benchmark]
    public Certificate KnownCertificate() => Certificate.FromDer(_der);

    /// <summary>Each time another one: the last bytes are the signature, which is not looked at here.</summary>
    [Benchmark]
    public Certificate NewCertificate()
    {
        BitConverter.TryWriteBytes(_der.AsSpan(^4..), ++_serial);
        return Certificate.FromDer(_der);
    }
}

internal static class Texts
{
    private const string Line = "All work and no play makes Jack a dull boy, and so on to the end of it.\r\n";

    public static byte[] Lines(int bytes) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Line, bytes / Line.Length)));

    public static byte[] WithoutReturns(int bytes) => [.. Lines(bytes).Where(b => b != '\r')];

    public static byte[] Base64(int bytes) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(Lines(bytes), Base64FormattingOptions.InsertLineBreaks));
}
