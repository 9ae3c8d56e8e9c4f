using System.Globalization;
using System.Text;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Sending;
using Bridge.Smime.Verdicts;

namespace Bridge.Host;

/// <summary>
/// Tries the keys of one own address for real: a message is signed, encrypted to oneself, decrypted and verified, with the path and
/// revocation checked as for any mail. Nothing is sent, and no certificate is learned.
/// </summary>
internal sealed class IdentityTest(IMessageProtector protector, IMessageOpener opener, Func<SmimePolicy> policy, TimeProvider clock)
{
    private const string Text = "This is what came back.";

    /// <returns>The verdict on the message that came back.</returns>
    /// <exception cref="RefusalException">
    /// What stands in the way of protecting: <c>no-signing-key</c>, <c>no-own-certificate</c>, <c>key-locked</c> and others; <c>key-unusable</c>
    /// when the text that came back is another.
    /// </exception>
    public MessageReport Run(string address, CancellationToken cancellation)
    {
        using MemoryStream letter = new(Encoding.UTF8.GetBytes(Letter(address)));
        using MemoryStream sealedLetter = new(), opened = new();
        ProtectionPlan plan = protector.Protect(letter, sealedLetter, Everything(address), cancellation);
        sealedLetter.Position = 0;
        MessageReport report = opener.Open(sealedLetter, opened, new OpenOptions(clock.GetUtcNow(), policy(), Harvest: false), cancellation);
        return report.Encryption.Status != EncryptionStatus.Decrypted || Encoding.UTF8.GetString(opened.ToArray()).Contains(Text, StringComparison.Ordinal)
            ? report
            : throw new RefusalException(
                "key-unusable",
                RefusalKind.Key,
                "The message that came back is another one.",
                new Dictionary<string, string> { ["key"] = plan.Signer?.KeyId ?? address });
    }

    private ProtectionRequest Everything(string address) => new(
        address, [], Sign: true, Encrypt: true, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true, clock.GetUtcNow(), policy());

    private string Letter(string address)
    {
        string date = clock.GetUtcNow().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        return $"From: {address}\r\nTo: {address}\r\nDate: {date}\r\nSubject: test\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n{Text}\r\n";
    }
}
