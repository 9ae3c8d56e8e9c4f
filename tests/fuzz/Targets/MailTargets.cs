using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Sending;
using Bridge.Smime.Sending.Recipients;
using Bridge.Smime.Trust;
using Bridge.TestKit.Fakes;

namespace Bridge.Fuzz.Targets;

/// <summary>Mail and CMS objects from anybody, opened by Bob with everything switched on that can be.</summary>
internal static class MailTargets
{
    private static readonly SmimePolicy s_policy = SmimePolicy.Default with
    {
        AcceptSha1 = true,
        AcceptDsa = true,
        AcceptLegacyDecryption = true,
        Revocation = RevocationMode.Hard,
    };

    public static void Cms(byte[] input)
    {
        FuzzTarget.Try(() => Opener().OpenCms(new UnevenStream(input), new MemoryStream("Hello\r\n"u8.ToArray()), Stream.Null, Options()));
        using MemoryStream output = new();
        Opener().OpenCms(new MemoryStream(input), null, output, Options());
    }

    /// <summary>Reads it as mail that came in, then signs and encrypts it as mail that goes out.</summary>
    public static void Mime(byte[] input)
    {
        FuzzTarget.Try(() =>
        {
            using MemoryStream output = new();
            Opener().Open(new UnevenStream(input), output, Options());
        });
        Protect(input, SignatureForm.Clear, sign: true, encrypt: false);
        Protect(input, SignatureForm.Opaque, sign: false, encrypt: true);
    }

    private static void Protect(byte[] input, SignatureForm form, bool sign, bool encrypt) => FuzzTarget.Try(() =>
    {
        FakeDirectory directory = new();
        directory.Add(People.Authority.Certificate);
        directory.Add(People.Alice.Certificate);
        FakeKeyRing keys = new();
        keys.Add(People.BobEc.Certificate, () => People.Open(People.BobEc), () => People.Open(People.BobEc));
        new MessageProtector(keys, directory, new FixedPathValidator(), new NoCorrespondents()).Protect(
            new UnevenStream(input),
            Stream.Null,
            new ProtectionRequest("bob@example.com", ["alice@example.com"], sign, encrypt, form, ProtectionPurpose.Send, true, People.Now, SmimePolicy.Default));
    });

    private static MessageOpener Opener()
    {
        FakeDirectory directory = new();
        return new(People.BobsKeys(), directory, new PathValidator(People.Anchors(), directory, new FakeRevocationStore()), new FakeVerificationLog(), new FixedClock(People.Now));
    }

    private static OpenOptions Options() => new(People.Now, s_policy, Sender: "alice@example.com");
}
