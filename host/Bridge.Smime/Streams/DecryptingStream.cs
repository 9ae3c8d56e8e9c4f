using Bridge.Smime.Cms.Content;

namespace Bridge.Smime.Streams;

/// <summary>Decrypts unauthenticated content as it is read; the padding is checked when it ends.</summary>
internal sealed class DecryptingStream(Stream ciphertext, ContentDecryptor decryptor) : ForwardStream
{
    private readonly byte[] _input = new byte[BufferedSource.Size];
    private readonly byte[] _output = new byte[decryptor.OutputSize(BufferedSource.Size)];
    private int _start;
    private int _end;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_start == _end)
        {
            if (_ended)
            {
                return 0;
            }

            // Whatever the segments of the message, the cipher is called for many blocks at once.
            int read = ciphertext.ReadAtLeast(_input, _input.Length, throwOnEndOfStream: false);
            _ended = read == 0;
            (_start, _end) = (0, _ended ? decryptor.Finish(_output) : decryptor.Update(_input.AsSpan(0, read), _output));
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _output.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(_output);
        base.Dispose(disposing);
    }
}
