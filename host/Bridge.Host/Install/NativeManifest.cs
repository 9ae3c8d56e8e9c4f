using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Host.Install;

/// <summary>The file by which a mail client finds the host.</summary>
internal sealed record NativeManifest(
    string Name,
    string Description,
    string Path,
    string Type,
    [property: JsonPropertyName("allowed_extensions")] IReadOnlyList<string> AllowedExtensions)
{
    /// <summary>The manifest for this executable.</summary>
    public static NativeManifest For(string executable) =>
        new(Product.HostName, "Signed and encrypted mail by S/MIME", executable, "stdio", [Product.ExtensionId]);

    public bool Allows(string extension) => AllowedExtensions.Contains(extension);

    public byte[] Write() => [.. JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.NativeManifest), (byte)'\n'];

    /// <summary>Reads a manifest; null when it is none.</summary>
    public static NativeManifest? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, ManifestJson.Default.NativeManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(NativeManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
