using System.IO.Compression;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Streams;

namespace Bridge.Smime.Cms.Reading;

/// <summary>How many bytes decompression has made of one message, all layers together.</summary>
internal sealed class DecompressedBytes
{
    public long Count { get; set; }
}

/// <summary>Reads CompressedData (RFC 3274), with limits against decompression bombs.</summary>
internal sealed class CompressedDataReader(BerReader ber, Limits limits, DecompressedBytes total)
{
    public Stream Open()
    {
        ber.EnterSequence();
        ber.SkipElement();
        AlgorithmId algorithm = AlgorithmId.Decode(ber.ReadElement());
        if (algorithm.Oid != Oids.ZlibCompression)
        {
            throw new UnsupportedAlgorithmException(algorithm.Oid, "Only zlib compression is known.");
        }

        ber.EnterSequence();
        CmsObject.ReadOid(ber);
        ber.Enter(2, 0);
        return new InflatingStream(ber.OpenOctets(), limits, total);
    }

    public void ReadEnd()
    {
        ber.Leave();
        ber.Leave();
        ber.Leave();
    }

    private sealed class CountingStream(Stream input) : ForwardStream
    {
        public long Count { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = input.Read(buffer);
            Count += read;
            return read;
        }
    }

    private sealed class InflatingStream : ForwardStream
    {
        private const long FreeBytes = 1 << 20;

        private readonly Limits _limits;
        private readonly DecompressedBytes _total;
        private readonly CountingStream _compressed;
        private readonly ZLibStream _zlib;
        private long _produced;

        public InflatingStream(Stream compressed, Limits limits, DecompressedBytes total)
        {
            (_limits, _total) = (limits, total);
            _compressed = new CountingStream(compressed);
            _zlib = new ZLibStream(_compressed, CompressionMode.Decompress);
        }

        public override int Read(Span<byte> buffer)
        {
            int read;
            try
            {
                read = _zlib.Read(buffer);
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                throw new MalformedException("compressed-malformed", "The compressed content is damaged.", e);
            }

            _produced += read;
            _total.Count += read;
            if (_total.Count > _limits.DecompressedBytes)
            {
                throw Refusals.LimitExceeded("decompressed-bytes");
            }

            if (_produced > FreeBytes && _produced - FreeBytes > _compressed.Count * _limits.DecompressionRatio)
            {
                throw Refusals.LimitExceeded("decompression-ratio");
            }

            return read;
        }

        protected override void Dispose(bool disposing)
        {
            _zlib.Dispose();
            base.Dispose(disposing);
        }
    }
}
