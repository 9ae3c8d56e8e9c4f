using System.Security.Cryptography;
using Bridge.Keystore.Storage;
using Bridge.Smime.Values;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Requests;

/// <summary>How pending requests stand in the database, their keys sealed as own keys are.</summary>
internal static class RequestRows
{
    /// <summary>Binds a sealed secret to this table.</summary>
    internal const string Purpose = "requested-key";

    private const string Select = "SELECT id, address, name, algorithm, exportable, created_at, request FROM key_requests";

    internal static string IdOf(Certificate certificate) => IdOf(certificate.SubjectPublicKeyInfo.Span);

    internal static string IdOf(ReadOnlySpan<byte> subjectPublicKeyInfo) => Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo));

    internal static List<PendingRequest> All(Session session) => session.Query($"{Select} ORDER BY created_at, id", Read);

    internal static PendingRequest? ById(Session session, string id) => session.First($"{Select} WHERE id = $id", Read, ("$id", id));

    internal static List<PendingRequest> ByPrefix(Session session, string prefix) =>
        session.Query($"{Select} WHERE substr(id, 1, $length) = $prefix", Read, ("$prefix", prefix), ("$length", prefix.Length));

    internal static (string KeyId, byte[] Sealed)? Secret(Session session, string id) => session.First(
        "SELECT key_id, sealed FROM key_requests WHERE id = $id",
        r => ((string, byte[])?)(r.GetString(0), r.GetBytes(1)),
        ("$id", id));

    internal static void Put(Session session, PendingRequest request, string masterKeyId, byte[] box) => session.Execute(
        """
        INSERT INTO key_requests (id, address, name, algorithm, exportable, request, key_id, sealed, created_at)
        VALUES ($id, $address, $name, $algorithm, $exportable, $request, $key, $sealed, $at)
        """,
        ("$id", request.Id),
        ("$address", request.Address),
        ("$name", request.Name),
        ("$algorithm", request.Algorithm.ToString()),
        ("$exportable", request.Exportable),
        ("$request", request.Der.ToArray()),
        ("$key", masterKeyId),
        ("$sealed", box),
        ("$at", request.CreatedAt.Store()));

    internal static bool Remove(Session session, string id) => session.Execute("DELETE FROM key_requests WHERE id = $id", ("$id", id)) > 0;

    private static PendingRequest Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetText(2),
        Enum.Parse<RequestAlgorithm>(row.GetString(3)),
        row.GetBoolean(4),
        row.GetTime(5),
        row.GetBytes(6));
}
