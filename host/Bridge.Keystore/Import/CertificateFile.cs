using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Import;

/// <summary>A file with certificates only: DER, PEM, or PKCS#7 in either.</summary>
public static class CertificateFile
{
    /// <exception cref="RefusalException"><c>file-unreadable</c>: no certificate in it, or a damaged one; <c>limit-exceeded</c>.</exception>
    public static IReadOnlyList<Certificate> Read(ReadOnlyMemory<byte> file, string fileName)
    {
        if (file.Length > ImportLimits.FileBytes)
        {
            throw ImportRefusals.Limit("import-bytes", file.Length, ImportLimits.FileBytes);
        }

        try
        {
            List<Certificate> found = [];
            foreach (PemBlock block in Pem.Read(file))
            {
                found.AddRange(ReadBlock(block));
            }

            if (found.Count == 0)
            {
                found.AddRange(ReadBinary(Pem.ReadBare(file.Span) ?? file));
            }

            return found.Count == 0 ? throw ImportRefusals.Unreadable(fileName, "No certificate in it.") : [.. found.Distinct()];
        }
        catch (Exception e) when (e is MalformedException or AsnContentException)
        {
            throw ImportRefusals.Unreadable(fileName, "Not a certificate, or a damaged one.", e);
        }
    }

    internal static IReadOnlyList<Certificate> ReadBinary(ReadOnlyMemory<byte> file) => FileKinds.Recognise(file) switch
    {
        FileKind.Certificate => [Certificate.FromDer(WithoutTrailer(file))],
        FileKind.Pkcs7 => Pkcs7Certificates.Read(file),
        _ => [],
    };

    internal static IReadOnlyList<Certificate> ReadBlock(PemBlock block) => block.Label switch
    {
        // A "TRUSTED CERTIFICATE" of OpenSSL has settings after the certificate: those are not taken over.
        "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE" => [Certificate.FromDer(WithoutTrailer(block.Content))],
        "PKCS7" or "CMS" or "PKCS #7 SIGNED DATA" => Pkcs7Certificates.Read(block.Content),
        _ => [],
    };

    private static ReadOnlyMemory<byte> WithoutTrailer(ReadOnlyMemory<byte> file) =>
        new AsnReader(file, AsnEncodingRules.BER).PeekEncodedValue();
}
