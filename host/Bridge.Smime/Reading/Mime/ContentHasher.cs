using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Reading.Evidence;

namespace Bridge.Smime.Reading.Mime;

/// <summary>
/// Takes the digests of signed content while it streams past, over the bytes as received. Content of a multipart/signed
/// whose lines end in a bare LF is also digested with CRLF line ends, the form that was signed (RFC 8551 section 3.1.1).
/// </summary>
internal sealed class ContentHasher : IDisposable
{
    /// <summary>Content up to this size is kept, for algorithms that sign the content itself and for digests not announced.</summary>
    public const int KeptBytes = 1 << 20;

    private const int SmallBytes = 32 * 1024;

    // Tag and length of a set, of an attribute and of its type.
    private const int BeginningBytes = 32;

    private readonly byte[] _beginning = new byte[BeginningBytes];
    private int _begun;
    private readonly List<ContentDigest> _received = [];
    private readonly List<ContentDigest> _canonical = [];
    private MemoryStream? _kept = new();
    private bool _undecided;
    private bool _afterReturn;
    private List<(HashAlgorithmName Name, byte[] Digest)>? _finished;

    /// <param name="algorithms">Digests to take; unknown ones are passed over.</param>
    /// <param name="text">Whether the content is a MIME entity that may have lost its CRLF line ends.</param>
    public ContentHasher(IEnumerable<AlgorithmId> algorithms, bool text)
        : this(algorithms.Select(a => Digests.ByOid(a.Oid)).OfType<HashAlgorithmName>(), text)
    {
    }

    public ContentHasher(IEnumerable<HashAlgorithmName> algorithms, bool text)
    {
        foreach (HashAlgorithmName name in algorithms.Distinct())
        {
            _received.Add(ContentDigest.Create(name));
            if (text)
            {
                _canonical.Add(ContentDigest.Create(name));
            }
        }

        Text = text;
        _undecided = text;
    }

    private bool Text { get; }

    /// <summary>Where the content goes as it is received, beside the digests; null for nowhere.</summary>
    public KeptBytes? Copy { get; init; }

    /// <summary>Whether what was signed is known to be the form with CRLF line ends, and not the one received.</summary>
    public bool SignedCanonical { get; private set; }

    /// <summary>Takes note of which of the forms, as <see cref="Finish"/> orders them, was signed.</summary>
    public void FoundSigned(int form) => SignedCanonical = form > 0;

    /// <summary>The content itself; null when it was too large to keep.</summary>
    public ReadOnlyMemory<byte>? Content => _kept is null ? null : _kept.GetBuffer().AsMemory(0, (int)_kept.Length);

    /// <summary>Whether the CRLF form was digested too because the received lines end in LF.</summary>
    public bool Canonicalised => !_undecided && _canonical.Count > 0;

    /// <summary>Whether the content, in one of its forms, begins like a DER SET OF Attribute: what signatures with attributes are made over.</summary>
    public bool BeginsLikeAttributes
    {
        get
        {
            ReadOnlySpan<byte> received = _beginning.AsSpan(0, _begun);
            return IsAttributeSet(received) || (Text && IsAttributeSet(Canonical(received)));
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Copy?.Add(bytes);
        ReadOnlySpan<byte> first = bytes[..Math.Min(bytes.Length, BeginningBytes - _begun)];
        first.CopyTo(_beginning.AsSpan(_begun));
        _begun += first.Length;
        Keep(bytes);
        foreach (ContentDigest digest in _received)
        {
            digest.Append(bytes);
        }

        if (_undecided)
        {
            Decide(bytes);
        }

        if (_canonical.Count > 0)
        {
            AppendCanonical(bytes);
        }
    }

    /// <summary>The digests that may have been signed: as received, and in canonical form. Empty when this digest was not taken.</summary>
    public IReadOnlyList<byte[]> Finish(HashAlgorithmName name)
    {
        _finished ??= [.. _received.Concat(_canonical).Select(d => (d.Name, d.Finish()))];
        List<byte[]> found = [.. _finished.Where(f => f.Name == name).Select(f => f.Digest)];
        return found.Count > 0 || Content is not { } content ? found : FromKept(name, content);
    }

    /// <summary>Each form of the content that may have been signed: its digest, and the content itself where it was kept.</summary>
    public IEnumerable<(byte[] Digest, ReadOnlyMemory<byte>? Content)> Variants(HashAlgorithmName name)
    {
        IReadOnlyList<byte[]> digests = Finish(name);
        for (int i = 0; i < digests.Count; i++)
        {
            yield return (digests[i], Content is { } content ? i == 0 ? content : Canonical(content.Span) : null);
        }
    }

    /// <summary>The content with CRLF line ends.</summary>
    public static byte[] Canonical(ReadOnlySpan<byte> content)
    {
        List<byte> canonical = new(content.Length + (content.Length / 32));
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] == (byte)'\n' && (i == 0 || content[i - 1] != (byte)'\r'))
            {
                canonical.Add((byte)'\r');
            }

            canonical.Add(content[i]);
        }

        return [.. canonical];
    }

    public void Dispose()
    {
        foreach (ContentDigest digest in _received.Concat(_canonical))
        {
            digest.Dispose();
        }

        _kept?.Dispose();
    }

    private List<byte[]> FromKept(HashAlgorithmName name, ReadOnlyMemory<byte> content)
    {
        List<byte[]> digests = [ContentDigest.Compute(name, content.Span)];
        if (Text && content.Span.IndexOf((byte)'\n') is >= 0 and var at && (at == 0 || content.Span[at - 1] != (byte)'\r'))
        {
            using ContentHasher again = new([name], text: true);
            again.Append(content.Span);
            digests.AddRange(again.Finish(name));
        }

        return digests;
    }

    private static bool IsAttributeSet(ReadOnlySpan<byte> content)
    {
        try
        {
            return BerHeader.Parse(content) is { Constructed: true } set && set.IsUniversal(BerHeader.Set)
                && BerHeader.Parse(content[set.Size..]) is { Constructed: true } attribute && attribute.IsUniversal(BerHeader.Sequence)
                && content[(set.Size + attribute.Size)..] is [BerHeader.ObjectIdentifier, ..];
        }
        catch (MalformedException)
        {
            return false;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept is null)
        {
            return;
        }

        if (_kept.Length + bytes.Length > KeptBytes)
        {
            _kept = null;
            return;
        }

        if (_kept.Length + bytes.Length > SmallBytes)
        {
            // Once and for all: growing step by step would take as much again.
            _kept.Capacity = KeptBytes;
        }

        _kept.Write(bytes);
    }

    // The first line end tells: with CRLF the received bytes are the canonical ones and one digest is enough.
    private void Decide(ReadOnlySpan<byte> bytes)
    {
        int newline = bytes.IndexOf((byte)'\n');
        if (newline < 0)
        {
            return;
        }

        _undecided = false;
        if (newline > 0 ? bytes[newline - 1] == (byte)'\r' : _afterReturn)
        {
            _canonical.ForEach(d => d.Dispose());
            _canonical.Clear();
        }
    }

    private void AppendCanonical(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int newline = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = newline < 0 ? bytes : bytes[..newline];
            bool returned = line.IsEmpty ? _afterReturn : line[^1] == (byte)'\r';
            foreach (ContentDigest digest in _canonical)
            {
                digest.Append(line);
                if (newline >= 0)
                {
                    digest.Append(returned ? "\n"u8 : "\r\n"u8);
                }
            }

            _afterReturn = newline < 0 && returned;
            bytes = newline < 0 ? [] : bytes[(newline + 1)..];
        }
    }
}
