using Bridge.Smime.Streams;

namespace Bridge.Smime.Reading;

/// <summary>Undoes a content transfer encoding (RFC 2045 section 6); an unknown one is taken as none.</summary>
internal static class TransferEncodings
{
    public static Stream Decode(Stream body, string encoding) => encoding.Trim() switch
    {
        "base64" => new Base64Stream(body),
        "quoted-printable" => new QuotedPrintableStream(body),
        _ => body,
    };
}
