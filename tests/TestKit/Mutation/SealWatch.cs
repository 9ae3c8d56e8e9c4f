using System.Text;
using Bridge.Smime.Errors;
using Bridge.Smime.Reading;
using Bridge.Smime.Verdicts;

namespace Bridge.TestKit.Mutation;

/// <summary>
/// Opens mutations of outside messages and tells what must never be: an exception that is no refusal, work without bound, a
/// report that contradicts itself, a good seal on content that the original had not.
/// </summary>
public sealed class SealWatch
{
    /// <summary>Processor time and memory for one message of some kilobytes; a hundred times what it takes.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    private const long MostBytes = 64L << 20;

    private readonly HashSet<string> _genuine = [];
    private readonly List<string> _faults = [];
    private int _rounds;
    private int _sealed;

    private sealed record Opened(MessageReport? Report, string Shown);

    /// <summary>How many mutations were opened.</summary>
    public int Rounds => _rounds;

    /// <summary>How many of them kept a good seal.</summary>
    public int Sealed => _sealed;

    /// <summary>What went wrong, each with the message and the round that made it.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Notes what an original shows: pieces of it may come out of a mutation of another.</summary>
    /// <returns>Whether the original has a good seal.</returns>
    public bool Learn(OutsideMessage original)
    {
        Opened opened = Open(original, original.Bytes);
        _genuine.Add(opened.Shown);
        return opened.Report is { } report && IsGood(report);
    }

    /// <summary>Opens mutations of all messages, several at a time; each message's mutations are the same for the same seed.</summary>
    public void MutateAll(IReadOnlyList<OutsideMessage> originals, int rounds, int seed, CancellationToken cancellationToken)
    {
        byte[][] donors = [.. originals.Where(o => !o.IsBare).Select(o => o.Bytes).DefaultIfEmpty([0x30, 0x80])];
        ParallelOptions options = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, originals.Count, options, i => Mutate(originals[i], new MailMutator(seed + i, donors), rounds));
    }

    private void Mutate(OutsideMessage original, MailMutator mutator, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            byte[] mutated = mutator.Mutate(original.Bytes);
            Opened? opened = null;
            try
            {
                (TimeSpan time, long allocated) = WorkMeter.Measure(() => opened = Open(original, mutated));
                Judge(original, round, opened!, time, allocated);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Fault(original, round, $"{e.GetType().Name} {e.Message}\n{e.StackTrace}");
            }
        }
    }

    private void Fault(OutsideMessage original, int round, string what)
    {
        lock (_faults)
        {
            _faults.Add($"{original.Name}, round {round}: {what}");
        }
    }

    private static bool IsGood(MessageReport report) => report.Seal is Seal.Signed or Seal.SignedEncrypted || report.Signature == SignatureStatus.Valid;

    private void Judge(OutsideMessage original, int round, Opened opened, TimeSpan time, long allocated)
    {
        bool good = opened.Report is { } report && IsGood(report);
        Interlocked.Increment(ref _rounds);
        Interlocked.Add(ref _sealed, good ? 1 : 0);
        if (good && !_genuine.Contains(opened.Shown))
        {
            Fault(original, round, $"a good seal on\n{opened.Shown}");
        }

        if (opened.Report is { } said && Contradiction(said) is { } contradiction)
        {
            Fault(original, round, contradiction);
        }

        if (time > s_longest || allocated > MostBytes)
        {
            Fault(original, round, $"{time.TotalMilliseconds:F0} ms, {allocated:N0} bytes");
        }
    }

    private static string? Contradiction(MessageReport report) =>
        report.Seal != SealRules.Decide(report.Encryption.Status, report.Signature) ? "the seal is not what its rule says"
        : report.Signature == SignatureStatus.Valid && !report.Signers.Any(s => s is { Status: SignatureStatus.Valid, Digest: DigestStatus.Intact }) ? "valid without a valid signer"
        : null;

    private static Opened Open(OutsideMessage message, byte[] bytes)
    {
        MessageOpener opener = new(message.Keys, message.Directory, message.Paths);
        OpenOptions options = new(DateTimeOffset.UtcNow, message.Policy, Harvest: false);
        using MemoryStream output = new();
        try
        {
            using MemoryStream input = new(bytes, writable: false);
            MessageReport report = message.IsBare
                ? opener.OpenCms(input, message.Detached is { } detached ? new MemoryStream(detached) : null, output, options)
                : opener.Open(input, output, options);
            return new Opened(report, message.IsBare ? Text(output.ToArray()) : Payload(Text(output.ToArray()), report));
        }
        catch (RefusalException)
        {
            return new Opened(null, "");
        }
    }

    // What a signature speaks for: fields of the entity, protected fields, and the body. Fields outside it may change freely.
    private static string Payload(string shown, MessageReport report)
    {
        int end = shown.IndexOf("\n\n", StringComparison.Ordinal);
        string header = (end < 0 ? shown : shown[..end]).Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal);
        IEnumerable<string> entity = header.Split('\n').Where(f => f.StartsWith("Content-", StringComparison.OrdinalIgnoreCase));
        IEnumerable<string> inner = report.Headers.Protected.Select(p => $"{p.Key}: {p.Value}").Order(StringComparer.Ordinal);
        return string.Join('\n', [.. entity, "-", .. inner, end < 0 ? "" : shown[end..]]);
    }

    // Line ends make no difference: mail systems change them, and digests are taken in canonical form (RFC 8551 section 3.1.1).
    private static string Text(byte[] output) => Encoding.Latin1.GetString(output).Replace("\r\n", "\n", StringComparison.Ordinal);
}
