using Bridge.Keystore.Import;

namespace Bridge.Keystore.Requests;

/// <summary>A key that was made here and waits for its certificate.</summary>
/// <param name="Id">SHA-256 of the public key's SubjectPublicKeyInfo, lower-case hex.</param>
/// <param name="Address">The address that the certificate is asked for, as the user wrote it.</param>
/// <param name="Name">The person's name in the request; null when the address stands for it.</param>
/// <param name="Exportable">Whether the key may leave the keystore, once it is one.</param>
/// <param name="Der">The PKCS#10 CertificationRequest (RFC 2986).</param>
public sealed record PendingRequest(
    string Id, string Address, string? Name, RequestAlgorithm Algorithm, bool Exportable, DateTimeOffset CreatedAt, ReadOnlyMemory<byte> Der)
{
    /// <summary>The request as authorities take it.</summary>
    public string Pem => Import.Pem.Write("CERTIFICATE REQUEST", Der.Span);
}
