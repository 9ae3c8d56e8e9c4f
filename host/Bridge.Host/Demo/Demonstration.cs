using System.Text;
using Bridge.Smime.Errors;
using Bridge.Smime.Verdicts;

namespace Bridge.Host.Demo;

/// <summary>The product's story in a few seconds, with two people whose keystores are thrown away afterwards.</summary>
internal sealed class Demonstration(Func<string?, IServiceProvider> open, DateTimeOffset now, Action<string> say)
{
    private const string Secret = "See you at the river, bring the map.";
    private bool _good = true;

    /// <returns>Whether every step was observed.</returns>
    public bool Play()
    {
        string folder = Directory.CreateTempSubdirectory("smime-bridge-demo-").FullName;
        try
        {
            using DemoAuthority authority = new("Demonstration CA", now);
            using DemoPerson alice = new("Alice", folder, authority, open, now);
            using DemoPerson bob = new("Bob", folder, authority, open, now);
            Play(alice, bob);
            return _good;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Play(DemoPerson alice, DemoPerson bob)
    {
        Observe("Alice cannot encrypt to Bob yet: his certificate is missing, and nothing is written", Refused(alice, bob));

        byte[] signed = bob.Write(alice, "Are you free on Friday?", encrypt: false);
        MessageReport first = alice.Read(signed).Report;
        Observe("Bob sends signed mail; Alice sees a valid signature", first.Seal == Seal.Signed && first.Signature == SignatureStatus.Valid);
        Observe("Bob's certificate was collected", alice.CertificatesOf(bob) == 1);

        byte[] answer = alice.Write(bob, Secret, encrypt: true);
        Observe("Alice answers encrypted and signed; neither text nor subject can be seen outside", !Shows(answer, Secret) && !Shows(answer, "Lunch"));
        (MessageReport second, string text) = bob.Read(answer);
        Observe("Bob reads it: decrypted, and signed by Alice", second.Seal == Seal.SignedEncrypted && text.Contains(Secret, StringComparison.Ordinal));
        Observe("The hidden subject is back", text.Contains("Subject: Lunch on Friday", StringComparison.Ordinal));

        byte[] forged = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(signed).Replace("Friday?", "Monday?", StringComparison.Ordinal));
        Observe("Somebody changes a word of Bob's signed mail; the signature is invalid", alice.Read(forged).Report.Signature == SignatureStatus.Invalid);
    }

    private static bool Refused(DemoPerson sender, DemoPerson recipient)
    {
        try
        {
            sender.Write(recipient, Secret, encrypt: true);
            return false;
        }
        catch (RefusalException e)
        {
            return e.Code == "recipients-missing";
        }
    }

    private static bool Shows(byte[] message, string text) => message.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private void Observe(string what, bool seen)
    {
        _good &= seen;
        say($"{(seen ? "observed" : "NOT OBSERVED")}: {what}.");
    }
}
