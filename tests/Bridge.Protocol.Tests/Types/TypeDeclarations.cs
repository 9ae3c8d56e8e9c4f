using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Tests.Types;

/// <summary>Writes the extension's type declarations from the records, as their generated JSON metadata describes them.</summary>
internal sealed class TypeDeclarations
{
    private readonly SortedDictionary<string, string> _named = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _fromClient = [];

    public static string Generate() => new TypeDeclarations().Build();

    private string Build()
    {
        JsonTypeInfo client = WireJson.Wire.ClientMessage, host = WireJson.Wire.HostMessage;
        Mark(client.Type);
        string[] clientNames = [.. Members(client)], hostNames = [.. Members(host)];
        Request[] requests = [.. client.PolymorphismOptions!.DerivedTypes.Select(Request.Of).OfType<Request>()];
        foreach (Request request in requests)
        {
            NameOf(request.Result);
        }

        StringBuilder text = new();
        text.Append("// Generated from the records of host/Bridge.Protocol. Do not edit: change the records, then run\n");
        text.Append("//   BRIDGE_UPDATE_TYPES=1 dotnet run --project tests/Bridge.Protocol.Tests -- -class '*TypeDeclarationsTests'\n\n");
        text.AppendJoin('\n', _named.Values);
        text.Append('\n').Append(Union("ClientMessage", clientNames)).Append('\n').Append(Union("HostMessage", hostNames));
        text.Append("\n/** The record in a request's `result`, by the request's type. */\nexport interface RequestResults {\n");
        foreach (Request request in requests)
        {
            text.Append($"  '{request.Word}': {request.Result.Name};\n");
        }

        text.Append("}\n\n/** Requests that are followed by chunks from the client. */\n");
        text.Append(Union("ContentInRequest", [.. requests.Where(r => r.ContentIn).Select(r => $"'{r.Word}'")]));
        text.Append("\n/** Requests that are answered by chunks before their result. */\n");
        text.Append(Union("ContentOutRequest", [.. requests.Where(r => r.ContentOut).Select(r => $"'{r.Word}'")]));
        text.Append("\n/** Codes of `failure`. */\n");
        text.Append(Union("ErrorCode", [.. typeof(ErrorCode).GetFields().Select(f => $"'{f.GetRawConstantValue()}'")]));
        return text.ToString();
    }

    private IEnumerable<string> Members(JsonTypeInfo union)
    {
        foreach (JsonDerivedType derived in union.PolymorphismOptions!.DerivedTypes)
        {
            _named[derived.DerivedType.Name] = Interface(derived.DerivedType, (string)derived.TypeDiscriminator!);
            yield return derived.DerivedType.Name;
        }
    }

    private string Interface(Type record, string? word)
    {
        StringBuilder text = new($"export interface {record.Name} {{\n");
        if (word is not null)
        {
            text.Append($"  type: '{word}';\n");
        }

        foreach (JsonPropertyInfo property in Info(record).Properties)
        {
            bool optional = property.AssociatedParameter?.HasDefaultValue ?? false;
            bool nullable = property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null;
            string orNull = nullable && _fromClient.Contains(record) ? " | null" : "";
            text.Append($"  {property.Name}{(optional || nullable ? "?" : "")}: {NameOf(property.PropertyType)}{orNull};\n");
        }

        return text.Append("}\n").ToString();
    }

    private string NameOf(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } inner => NameOf(inner),
        _ when type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(byte[]) || type == typeof(ChunkData) || type == typeof(Secret) => "string",
        _ when type == typeof(bool) => "boolean",
        _ when type == typeof(int) || type == typeof(long) => "number",
        _ when type == typeof(JsonElement) => "unknown",
        _ when type == typeof(IReadOnlyDictionary<string, string>) => "Record<string, string>",
        _ when ElementOf(type) is { } element => NameOf(element) + "[]",
        { IsEnum: true } => Named(type, Words),
        _ when type.Namespace!.StartsWith("Bridge.Protocol", StringComparison.Ordinal) => Named(type, t => Interface(t, null)),
        _ => throw new NotSupportedException($"No declaration for {type}."),
    };

    private string Named(Type type, Func<Type, string> declare)
    {
        if (_named.TryAdd(type.Name, ""))
        {
            _named[type.Name] = declare(type);
        }

        return type.Name;
    }

    private static string Words(Type type) =>
        Union(type.Name, [.. Enum.GetValues(type).Cast<object>().Select(v => JsonSerializer.Serialize(v, Info(type)).Replace('"', '\''))]);

    private static string Union(string name, IReadOnlyList<string> members) => $"export type {name} =\n  | {string.Join("\n  | ", members)};\n";

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static JsonTypeInfo Info(Type type) => WireJson.Wire.GetTypeInfo(type) ?? throw new NotSupportedException($"{type} is not on the wire.");

    // Records that the client writes may carry null where they may be absent.
    private void Mark(Type type)
    {
        JsonTypeInfo? info = type.Namespace?.StartsWith("Bridge.Protocol", StringComparison.Ordinal) == true ? Info(type) : null;
        if (info is null || !_fromClient.Add(type))
        {
            return;
        }

        foreach (Type inner in info.Properties.Select(p => ElementOf(p.PropertyType) ?? p.PropertyType)
            .Concat(info.PolymorphismOptions?.DerivedTypes.Select(d => d.DerivedType) ?? []))
        {
            Mark(inner);
        }
    }

    private sealed record Request(string Word, Type Result, bool ContentIn, bool ContentOut)
    {
        public static Request? Of(JsonDerivedType derived)
        {
            Type record = derived.DerivedType;
            return record.BaseType is { IsGenericType: true } request
                ? new Request((string)derived.TypeDiscriminator!, request.GetGenericArguments()[0],
                    record.IsAssignableTo(typeof(ICarryContent)), record.IsAssignableTo(typeof(IReturnContent)))
                : null;
        }
    }
}
