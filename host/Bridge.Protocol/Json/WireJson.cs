using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Doctor;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Protection;
using Bridge.Protocol.Recipients;
using Bridge.Protocol.Reports;
using Bridge.Protocol.Tokens;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Json;

/// <summary>
/// How records become JSON and back, generated at build time. Reading is strict: unknown members, missing members,
/// duplicates and nulls where none belong are errors. Members that are null are not written.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32,
    Converters = [typeof(UtcTime)])]
[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(HostMessage))]
[JsonSerializable(typeof(ProtectedMessage))]
[JsonSerializable(typeof(OpenedMessage))]
[JsonSerializable(typeof(MessageProved))]
[JsonSerializable(typeof(ReencryptedMessage))]
[JsonSerializable(typeof(DecryptedMessage))]
[JsonSerializable(typeof(RecipientsChecked))]
[JsonSerializable(typeof(RecipientCertificates))]
[JsonSerializable(typeof(RuleList))]
[JsonSerializable(typeof(RecipientRule))]
[JsonSerializable(typeof(RulesChecked))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(KeyFileInspected))]
[JsonSerializable(typeof(KeysImported))]
[JsonSerializable(typeof(KeyWarningList))]
[JsonSerializable(typeof(ProfileList))]
[JsonSerializable(typeof(ProfileImported))]
[JsonSerializable(typeof(BackupWritten))]
[JsonSerializable(typeof(BackupRestored))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(KeyRequestList))]
[JsonSerializable(typeof(TokenModuleList))]
[JsonSerializable(typeof(TokenModule))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(IdentityList))]
[JsonSerializable(typeof(IdentityTested))]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(CertificateList))]
[JsonSerializable(typeof(CertificatesImported))]
[JsonSerializable(typeof(CertificatesExported))]
[JsonSerializable(typeof(ContactList))]
[JsonSerializable(typeof(ContactDetails))]
[JsonSerializable(typeof(AnchorList))]
[JsonSerializable(typeof(AnchorsInspected))]
[JsonSerializable(typeof(Anchor))]
[JsonSerializable(typeof(PolicyList))]
[JsonSerializable(typeof(PolicyEntry))]
[JsonSerializable(typeof(ProtectionReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(Done))]
public sealed partial class WireJson : JsonSerializerContext
{
    private static readonly Lazy<WireJson> s_wire = new(() => With(indented: false));
    private static readonly Lazy<WireJson> s_indented = new(() => With(indented: true));

    /// <summary>The context of the wire: compact, and without escapes that JSON does not ask for.</summary>
    public static WireJson Wire => s_wire.Value;

    /// <summary>The same, indented for people.</summary>
    public static WireJson Indented => s_indented.Value;

    private static WireJson With(bool indented) =>
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = indented });
}
