using Bridge.Smime.Ports;
using Bridge.Smime.Sending.Recipients;

namespace Bridge.Smime.Sending;

/// <summary>What was found out before planning.</summary>
/// <param name="SigningKey">Own key that signs; null when there is none or it is not wanted.</param>
/// <param name="EncryptionKey">Own key whose certificate lets the sender read the message; null when there is none.</param>
/// <param name="States">State of each recipient, in the order asked.</param>
/// <param name="Chosen">Certificate for each recipient that is ready.</param>
/// <param name="Bound">Recipients to whom, by the user's rules, nothing may leave unencrypted; looked up when it is to.</param>
internal sealed record ProtectionFacts(
    OwnKey? SigningKey,
    OwnKey? EncryptionKey,
    IReadOnlyList<RecipientState> States,
    IReadOnlyList<RecipientCertificate> Chosen,
    IReadOnlyList<string> Bound);
