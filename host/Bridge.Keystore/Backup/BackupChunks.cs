using System.Buffers.Binary;
using System.Security.Cryptography;
using Bridge.Keystore.Vault;
using Bridge.Smime.Streams;

namespace Bridge.Keystore.Backup;

/// <summary>
/// Encryption in chunks of 64 KiB with AES-256-GCM, each authenticated before any of it is used. The nonce is the chunk's number and
/// whether it is the last one: chunks cannot be exchanged, left out, or cut off behind (the STREAM construction).
/// </summary>
internal static class BackupChunks
{
    internal const int Plain = 64 * 1024, Tag = 16, Sealed = Plain + Tag;

    internal static void WriteNonce(Span<byte> nonce, long number, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], number);
        nonce[11] = last ? (byte)1 : (byte)0;
    }
}

/// <summary>Encrypts what is written, chunk by chunk. Without <see cref="Finish"/> the result is recognised as cut off.</summary>
internal sealed class ChunkSealer(Stream target, BackupHeader header, SecretBytes key) : IDisposable
{
    private readonly AesGcm _cipher = new(key.Span, BackupChunks.Tag);
    private readonly SecretBytes _plain = new(BackupChunks.Plain);
    private readonly byte[] _sealed = new byte[BackupChunks.Sealed];
    private int _used;
    private long _number;

    internal void Write(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (_used == BackupChunks.Plain)
            {
                Seal(last: false);
            }

            int count = Math.Min(data.Length, BackupChunks.Plain - _used);
            data[..count].CopyTo(_plain.Span[_used..]);
            _used += count;
            data = data[count..];
        }
    }

    internal void Finish() => Seal(last: true);

    public void Dispose()
    {
        _cipher.Dispose();
        _plain.Dispose();
    }

    private void Seal(bool last)
    {
        Span<byte> nonce = stackalloc byte[12];
        BackupChunks.WriteNonce(nonce, _number++, last);
        _cipher.Encrypt(nonce, _plain.Span[.._used], _sealed.AsSpan(0, _used), _sealed.AsSpan(_used, BackupChunks.Tag), header.Bytes);
        target.Write(_sealed.AsSpan(0, _used + BackupChunks.Tag));
        _used = 0;
    }
}

/// <summary>Decrypts chunk by chunk; nothing of a chunk is given out before its tag held.</summary>
internal sealed class ChunkOpener(Stream source, BackupHeader header, SecretBytes key) : ForwardStream
{
    private readonly AesGcm _cipher = new(key.Span, BackupChunks.Tag);
    private readonly SecretBytes _plain = new(BackupChunks.Plain);
    private readonly byte[] _sealed = new byte[BackupChunks.Sealed + 1];
    private int _held;
    private int _start;
    private int _end;
    private long _number;
    private bool _last;

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end && !_last)
        {
            Open();
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _plain.Span.Slice(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            _plain.Dispose();
        }

        base.Dispose(disposing);
    }

    // One byte more than a chunk is read: only whether something follows tells which chunk is the last.
    private void Open()
    {
        _held += source.ReadAtLeast(_sealed.AsSpan(_held), _sealed.Length - _held, throwOnEndOfStream: false);
        _last = _held < _sealed.Length;
        int length = Math.Min(_held, BackupChunks.Sealed);
        if (length < BackupChunks.Tag)
        {
            throw BackupRefusals.Damaged();
        }

        Span<byte> nonce = stackalloc byte[12];
        BackupChunks.WriteNonce(nonce, _number++, _last);
        (_start, _end) = (0, length - BackupChunks.Tag);
        try
        {
            _cipher.Decrypt(nonce, _sealed.AsSpan(0, _end), _sealed.AsSpan(_end, BackupChunks.Tag), _plain.Span[.._end], header.Bytes);
        }
        catch (AuthenticationTagMismatchException e)
        {
            _end = 0;
            throw BackupRefusals.Damaged(e);
        }

        _sealed[0] = _sealed[BackupChunks.Sealed];
        _held = _last ? 0 : 1;
    }
}
