using Bridge.Keystore.Import;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Export;

/// <summary>Certificates as PEM (RFC 7468), in the order given.</summary>
public static class CertificatePem
{
    public static string Write(IEnumerable<Certificate> certificates) =>
        string.Concat(certificates.Select(c => Pem.Write("CERTIFICATE", c.Der.Span)));
}
