using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Bridge.Benchmarks.Measuring;
using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.World;

namespace Bridge.Benchmarks.Suites;

/// <summary>In memory, against the sum of the primitives that the same bytes need at least.</summary>
internal sealed class Primitives : ISuite
{
    private const string Group = "25 MB in memory, against the sum of the primitives";
    private const int Piece = 48 * 1024;

    public string Name => "primitives";

    public IEnumerable<Figure> Run(Stage stage)
    {
        (Person own, Person other) = stage.People[0];
        Letter letter = stage.Compose("25 MB", own, other, Stage.Cbc, Stage.Gcm);
        byte[] plain = File.ReadAllBytes(letter.Plain);
        yield return Protect("sign", false, Stage.Cbc, () => Hash(plain), 1.2);
        yield return Protect("encrypt AES-256-CBC", true, Stage.Cbc, () => EncryptCbc(plain), 1.2);
        yield return Protect("encrypt AES-256-GCM", true, Stage.Gcm, () => EncryptGcm(plain), 2.2);
        yield return Open("verify", letter.Signed, () => Hash(plain), null);
        byte[] coded = Coded(plain);
        yield return Open("decrypt AES-256-CBC", letter.Encrypted(Stage.Cbc), () => DecryptCbc(coded), 1.8);
        yield return Open("decrypt AES-256-GCM", letter.Encrypted(Stage.Gcm), () => DecryptGcm(coded), 2.2);

        Figure Protect(string what, bool encrypt, string algorithm, Action least, double target) => Compare(
            what, () => stage.Resident.Protect(new MemoryStream(plain), Stream.Null, own, other, !encrypt, encrypt, algorithm), least, target);

        Figure Open(string what, string file, Action least, double? target)
        {
            byte[] message = File.ReadAllBytes(file);
            return Compare(what, () => stage.Resident.Open(new MemoryStream(message), Stream.Null), least, target);
        }

        Figure Compare(string what, Action ours, Action least, double? target)
        {
            IReadOnlyDictionary<string, Series> results = Contest.Run(
                [Contender.InProcess("ours", ours), Contender.InProcess("primitives", least)], stage.Options.Rounds * 2);
            return Figure.Compare(Group, what, results["ours"], "primitives", results["primitives"], target);
        }
    }

    private static void Hash(byte[] data)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> piece in Pieces(data))
        {
            hash.AppendData(piece.Span);
        }

        hash.GetHashAndReset();
    }

    private static void EncryptCbc(byte[] data)
    {
        using Aes aes = Aes.Create();
        aes.Key = new byte[32];
        using ICryptoTransform cipher = aes.CreateEncryptor();
        byte[] encrypted = new byte[Piece];
        byte[] text = new byte[Base64.GetMaxEncodedToUtf8Length(Piece)];
        for (int at = 0; at + Piece <= data.Length; at += Piece)
        {
            cipher.TransformBlock(data, at, Piece, encrypted, 0);
            Base64.EncodeToUtf8(encrypted, text, out _, out _);
        }
    }

    private static void EncryptGcm(byte[] data)
    {
        byte[] encrypted = new byte[data.Length];
        byte[] tag = new byte[16];
        using AesGcm cipher = new(new byte[32], tag.Length);
        cipher.Encrypt(new byte[12], data, encrypted, tag);
        byte[] text = new byte[Base64.GetMaxEncodedToUtf8Length(Piece)];
        foreach (ReadOnlyMemory<byte> piece in Pieces(encrypted))
        {
            Base64.EncodeToUtf8(piece.Span, text, out _, out _);
        }
    }

    private static void DecryptCbc(byte[] coded)
    {
        using Aes aes = Aes.Create();
        aes.Key = new byte[32];
        aes.Padding = PaddingMode.None;
        using ICryptoTransform cipher = aes.CreateDecryptor();
        byte[] encrypted = new byte[Piece];
        byte[] plain = new byte[Piece];
        foreach (ReadOnlyMemory<byte> piece in Pieces(coded, Base64.GetMaxEncodedToUtf8Length(Piece)))
        {
            Base64.DecodeFromUtf8(piece.Span, encrypted, out _, out int length);
            cipher.TransformBlock(encrypted, 0, length & ~15, plain, 0);
        }
    }

    private static void DecryptGcm(byte[] coded)
    {
        byte[] encrypted = new byte[Base64.GetMaxDecodedFromUtf8Length(coded.Length)];
        Base64.DecodeFromUtf8(coded, encrypted, out _, out int length);
        byte[] plain = new byte[length];
        byte[] tag = new byte[16];
        using AesGcm cipher = new(new byte[32], tag.Length);
        // The other direction over the same bytes: the cost is the same, and no tag is needed.
        cipher.Encrypt(new byte[12], encrypted.AsSpan(0, length), plain, tag);
    }

    private static byte[] Coded(byte[] data)
    {
        byte[] text = new byte[Base64.GetMaxEncodedToUtf8Length(data.Length)];
        return Base64.EncodeToUtf8(data, text, out _, out _) == OperationStatus.Done ? text : throw new InvalidOperationException();
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] data, int length = Piece)
    {
        for (int at = 0; at < data.Length; at += length)
        {
            yield return data.AsMemory(at, Math.Min(length, data.Length - at));
        }
    }
}
