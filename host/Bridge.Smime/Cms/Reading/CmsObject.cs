using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Streams;

namespace Bridge.Smime.Cms.Reading;

/// <summary>A ContentInfo (RFC 5652 section 3) opened as far as its type.</summary>
internal sealed class CmsObject
{
    private readonly bool _wrapped;

    private CmsObject(BerReader ber, string contentType, bool wrapped)
    {
        Ber = ber;
        ContentType = contentType;
        _wrapped = wrapped;
    }

    public BerReader Ber { get; }

    public string ContentType { get; }

    /// <summary>Whether it is the bare type, without a ContentInfo around it.</summary>
    public bool IsBare => !_wrapped;

    /// <exception cref="MalformedException">Not a ContentInfo.</exception>
    public static CmsObject Open(Stream decoded, Limits limits)
    {
        BerReader ber = new(decoded, limits);
        ber.EnterSequence();
        string type = ReadOid(ber);
        ber.Enter(2, 0);
        return new CmsObject(ber, type, wrapped: true);
    }

    /// <summary>Content whose type the structure around it names: the bare type, or, as some write it, a ContentInfo again.</summary>
    public static CmsObject OpenTyped(Stream content, string contentType, Limits limits)
    {
        BufferedSource source = new(content);
        source.Need(32);
        bool wrapped = BerHeader.Parse(source.Window) is { } outer
            && source.Window.Length > outer.Size
            && source.Window[outer.Size] == BerHeader.ObjectIdentifier;
        return wrapped ? Open(source.AsStream(), limits) : new CmsObject(new BerReader(source.AsStream(), limits), contentType, wrapped: false);
    }

    /// <summary>Leaves the ContentInfo; true when bytes other than white space follow it.</summary>
    public bool Close()
    {
        if (_wrapped)
        {
            Ber.Leave();
            Ber.Leave();
        }

        return Ber.HasTrailingData;
    }

    public static string ReadOid(BerReader ber)
    {
        try
        {
            return ber.Peek().IsUniversal(BerHeader.ObjectIdentifier)
                ? AsnDecoder.ReadObjectIdentifier(ber.ReadElement(), AsnEncodingRules.BER, out _)
                : throw new MalformedException("ber-malformed", "Expected an object identifier.");
        }
        catch (AsnContentException e)
        {
            throw new MalformedException("ber-malformed", "An object identifier is malformed.", e);
        }
    }

    /// <summary>Bytes as they come out of the transfer encoding, or of a file: DER as it is, base64 and PEM decoded.</summary>
    public static Stream Unarmour(Stream bytes)
    {
        BufferedSource source = new(bytes);
        source.Need(64);
        while (source.Window is [(byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t' or 0xef or 0xbb or 0xbf, ..])
        {
            source.Take(1);
            source.Need(64);
        }

        return source.Window switch
        {
            [(byte)'-', (byte)'-', ..] => new Base64Stream(new PemBody(source)),
            [(byte)'M', ..] => new Base64Stream(source.AsStream()),
            [0x30, ..] => source.AsStream(),
            _ => FindPem(source) ? new Base64Stream(new PemBody(source)) : source.AsStream(),
        };
    }

    // Tools write remarks in front of a PEM block.
    private static bool FindPem(BufferedSource source)
    {
        source.Need(BufferedSource.Size);
        int begin = source.Window.IndexOf("\n-----BEGIN "u8);
        source.Take(begin + 1);
        return begin >= 0;
    }

    /// <summary>The lines between BEGIN and END of the first PEM block that holds base64.</summary>
    private sealed class PemBody : ForwardStream
    {
        private readonly BufferedSource _source;
        private bool _ended;

        public PemBody(BufferedSource source)
        {
            _source = source;
            SkipLine();
        }

        public override int Read(Span<byte> buffer)
        {
            if (_ended || !_source.Need(1))
            {
                return 0;
            }

            int dash = _source.Window.IndexOf((byte)'-');
            if (dash == 0)
            {
                _ended = true;
                return 0;
            }

            int count = Math.Min(buffer.Length, dash < 0 ? _source.Window.Length : dash);
            _source.Window[..count].CopyTo(buffer);
            _source.Take(count);
            return count;
        }

        private void SkipLine()
        {
            int end;
            while ((end = _source.Window.IndexOf((byte)'\n')) < 0 && _source.Window.Length > 0)
            {
                _source.Take(_source.Window.Length);
                _source.Fill();
            }

            _source.Take(end + 1);
        }
    }
}
