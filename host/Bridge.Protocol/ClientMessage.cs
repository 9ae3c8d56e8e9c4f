using System.Text.Json.Serialization;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Doctor;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Recipients;
using Bridge.Protocol.Session;

namespace Bridge.Protocol;

/// <summary>A message from a mail client's add-on to the host.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(ClientChunk), "chunk")]
[JsonDerivedType(typeof(ClientCredit), "credit")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(PromptAnswer), "prompt.answer")]
[JsonDerivedType(typeof(ProtectMessage), "message.protect")]
[JsonDerivedType(typeof(OpenMessage), "message.open")]
[JsonDerivedType(typeof(CheckRecipients), "recipients.check")]
[JsonDerivedType(typeof(ListRecipientCertificates), "recipients.certificates")]
[JsonDerivedType(typeof(ChooseCertificate), "recipients.choose")]
[JsonDerivedType(typeof(ListRules), "rules.list")]
[JsonDerivedType(typeof(SetRule), "rules.set")]
[JsonDerivedType(typeof(RemoveRule), "rules.remove")]
[JsonDerivedType(typeof(CheckRules), "rules.check")]
[JsonDerivedType(typeof(ListKeys), "keys.list")]
[JsonDerivedType(typeof(InspectKeyFile), "keys.inspect")]
[JsonDerivedType(typeof(ImportKeys), "keys.import")]
[JsonDerivedType(typeof(RemoveKey), "keys.remove")]
[JsonDerivedType(typeof(ListKeyWarnings), "keys.warnings")]
[JsonDerivedType(typeof(RequestKey), "keys.request")]
[JsonDerivedType(typeof(ListKeyRequests), "requests.list")]
[JsonDerivedType(typeof(RemoveKeyRequest), "requests.remove")]
[JsonDerivedType(typeof(ListIdentities), "identities.list")]
[JsonDerivedType(typeof(SetIdentity), "identities.set")]
[JsonDerivedType(typeof(ListCertificates), "certificates.list")]
[JsonDerivedType(typeof(ImportCertificates), "certificates.import")]
[JsonDerivedType(typeof(RemoveCertificate), "certificates.remove")]
[JsonDerivedType(typeof(RestoreCertificate), "certificates.restore")]
[JsonDerivedType(typeof(AcknowledgeCertificate), "certificates.acknowledge")]
[JsonDerivedType(typeof(CompareCertificate), "certificates.compare")]
[JsonDerivedType(typeof(ExportCertificates), "certificates.export")]
[JsonDerivedType(typeof(ListContacts), "contacts.list")]
[JsonDerivedType(typeof(ShowContact), "contacts.show")]
[JsonDerivedType(typeof(ListAnchors), "anchors.list")]
[JsonDerivedType(typeof(InspectAnchors), "anchors.inspect")]
[JsonDerivedType(typeof(AddAnchor), "anchors.add")]
[JsonDerivedType(typeof(RemoveAnchor), "anchors.remove")]
[JsonDerivedType(typeof(ListPolicy), "policy.list")]
[JsonDerivedType(typeof(SetPolicy), "policy.set")]
[JsonDerivedType(typeof(RunDoctor), "doctor.run")]
public abstract record ClientMessage;
