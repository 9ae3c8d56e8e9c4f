using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Keys;

/// <summary>Says what a file is, an attachment say; content in: the file. Nothing is stored and no passphrase is asked for.</summary>
/// <param name="Id">The request.</param>
/// <param name="FileName">Name of the file without its folder.</param>
public sealed record InspectKeyFile(long Id, string FileName) : Request<KeyFileInspected>(Id), ICarryContent;

/// <param name="Kind">What it is by its structure; its name and declared type are not asked.</param>
public sealed record KeyFileInspected(KeyFileKind Kind);

[JsonConverter(typeof(KebabCaseEnum<KeyFileKind>))]
public enum KeyFileKind
{
    None,
    Pkcs12,
    /// <summary>The certificate for a request that waits here.</summary>
    Answer,
}
