using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Keys;

/// <summary>Makes a key in the keystore and a request for its certificate. The private key never leaves.</summary>
/// <param name="Id">The request.</param>
/// <param name="Address">The mail address that the certificate is to name.</param>
/// <param name="Algorithm">Kind of key.</param>
/// <param name="Name">The person's name; absent or null lets the address stand for it.</param>
/// <param name="Exportable">Whether the key may leave the keystore later.</param>
public sealed record RequestKey(long Id, string Address, RequestAlgorithm Algorithm, string? Name = null, bool Exportable = true) : Request<KeyRequest>(Id);

/// <summary>A key that waits for its certificate.</summary>
/// <param name="Request">Its id: SHA-256 of the public key's SubjectPublicKeyInfo, lower-case hex.</param>
/// <param name="Address">The address asked for; its domain as A-labels.</param>
/// <param name="Algorithm">Kind of key.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Pem">The PKCS#10 request, as authorities take it.</param>
/// <param name="Name">The person's name; absent when the address stands for it.</param>
public sealed record KeyRequest(string Request, string Address, RequestAlgorithm Algorithm, DateTimeOffset CreatedAt, string Pem, string? Name = null);

[JsonConverter(typeof(KebabCaseEnum<RequestAlgorithm>))]
public enum RequestAlgorithm
{
    Rsa3072,
    Rsa4096,
    P256,
    P384,
    Ed25519,
}
