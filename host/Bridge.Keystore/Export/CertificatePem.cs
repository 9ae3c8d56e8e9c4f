using System.Text;
using Bridge.Keystore.Import;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Export;

/// <summary>Certificates as PEM (RFC 7468), in the order given.</summary>
public static class CertificatePem
{
    public static string Write(IEnumerable<Certificate> certificates) =>
        string.Concat(certificates.Select(c => Pem.Write("CERTIFICATE", c.Der.Span)));

    /// <summary>The same, one at a time: there may be a million.</summary>
    /// <returns>How many were written.</returns>
    public static long Write(IEnumerable<Certificate> certificates, Stream output, CancellationToken cancellationToken = default)
    {
        long count = 0;
        foreach (Certificate certificate in certificates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.Write(Encoding.ASCII.GetBytes(Pem.Write("CERTIFICATE", certificate.Der.Span)));
            count++;
        }

        return count;
    }
}
