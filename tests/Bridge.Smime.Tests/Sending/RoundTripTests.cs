using System.Globalization;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Sending;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;
using MimeKit;

namespace Bridge.Smime.Tests.Sending;

/// <summary>What is sent here is opened here: by the recipient with a good seal and the subject back, and by the sender.</summary>
public sealed class RoundTripTests
{
    // Readers compare Date with the signing time.
    private static readonly string s_message = Desk.Message.Replace(
        "Mon, 02 Mar 2026 10:00:00 +0100", DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [Theory]
    [InlineData(KeyAlgorithm.Rsa, KeyAlgorithm.Rsa, "AES-256-CBC")]
    [InlineData(KeyAlgorithm.EcP256, KeyAlgorithm.EcP384, "AES-256-GCM")]
    [InlineData(KeyAlgorithm.EcP521, KeyAlgorithm.EcP521, "AES-128-CBC")]
    [InlineData(KeyAlgorithm.Ed25519, KeyAlgorithm.X25519, "ChaCha20-Poly1305")]
    [InlineData(KeyAlgorithm.MlDsa65, KeyAlgorithm.MlKem768, "AES-256-GCM")]
    public void Signed_and_encrypted(KeyAlgorithm signing, KeyAlgorithm encryption, string content)
    {
        foreach (SignatureForm form in Enum.GetValues<SignatureForm>())
        {
            Desk desk = new();
            ForgedIdentity own = desk.Own(encryption, signs: false);
            if (signing != encryption)
            {
                desk.Own(signing, decrypts: false);
            }
            else
            {
                desk.Own(signing);
            }

            ForgedIdentity bob = desk.Correspondent(Desk.Bob, encryption);
            byte[] message = desk.Protect(Desk.Ask(sign: true, encrypt: true) with
            {
                Form = form,
                Policy = SmimePolicy.Default with { EncryptionAlgorithm = content },
            }, s_message);
            foreach (ForgedIdentity reader in (ForgedIdentity[])[bob, own])
            {
                (MessageReport report, MimeMessage inner) = Open(message, reader);
                AssertSeal(Seal.SignedEncrypted, report);
                Assert.Equal((EncryptionStatus.Decrypted, content), (report.Encryption.Status, report.Encryption.Content));
                AssertAsWritten(inner);
            }
        }
    }

    [Theory]
    [InlineData(HeaderProtectionMode.Off)]
    [InlineData(HeaderProtectionMode.Subject)]
    [InlineData(HeaderProtectionMode.All)]
    public void Whatever_is_hidden_comes_back(HeaderProtectionMode mode)
    {
        Desk desk = new();
        desk.Own();
        ForgedIdentity bob = desk.Correspondent();
        byte[] message = desk.Protect(Desk.Ask(sign: true, encrypt: true) with { Policy = SmimePolicy.Default with { HeaderProtection = mode } }, s_message);
        (MessageReport report, MimeMessage inner) = Open(message, bob);
        AssertSeal(Seal.SignedEncrypted, report);
        AssertAsWritten(inner);
    }

    [Fact]
    public void Signed_only()
    {
        Desk desk = new();
        desk.Own();
        foreach (SignatureForm form in Enum.GetValues<SignatureForm>())
        {
            (MessageReport report, MimeMessage inner) = Open(desk.Protect(Desk.Ask(sign: true) with { Form = form }, s_message), null);
            AssertSeal(Seal.Signed, report);
            AssertAsWritten(inner);
        }
    }

    private static void AssertSeal(Seal seal, MessageReport report) => Assert.True(
        report.Seal == seal, $"{report.Seal}: " + string.Join(", ", report.Findings.Concat(report.Signers.SelectMany(s => s.Findings)).Select(f => f.Code)));

    private static void AssertAsWritten(MimeMessage inner)
    {
        Assert.Equal("Plans for Friday", inner.Subject);
        Assert.Equal("alice@example.org", inner.From.Mailboxes.Single().Address);
        Assert.Equal("Meet me at noon.\r\n", Desk.Text((TextPart)inner.Body!));
    }

    private static (MessageReport Report, MimeMessage Inner) Open(byte[] message, ForgedIdentity? reader)
    {
        FakeKeyRing keys = new();
        if (reader is not null)
        {
            keys.Add(reader.Certificate, null, () => Desk.Open(reader));
        }

        using MemoryStream output = new();
        MessageReport report = new MessageOpener(keys, new FakeDirectory(), new FixedPathValidator()).Open(
            new MemoryStream(message), output, new OpenOptions(DateTimeOffset.UtcNow, SmimePolicy.Default), TestContext.Current.CancellationToken);
        return (report, Desk.Load(output.ToArray()));
    }
}
