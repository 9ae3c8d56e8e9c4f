using System.Text;
using Bridge.Interop.Tests.Tools;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Verdicts;
using Bridge.TestKit.Fakes;

namespace Bridge.Interop.Tests;

/// <summary>Messages written by the other programs, opened here.</summary>
public sealed class IncomingTests(World world)
{
    private const string Text = "The blue folder is in room 12.";
    private static readonly byte[] s_entity = Encoding.ASCII.GetBytes($"Content-Type: text/plain; charset=us-ascii\r\n\r\n{Text}\r\n");

    [Fact]
    public void Openssls_messages_open() => OpenAll("openssl");

    [Fact]
    public void Gpgsms_messages_open() => OpenAll("gpgsm");

    [Fact]
    public void Nss_messages_open() => OpenAll("NSS");

    private void OpenAll(string toolName)
    {
        Counterpart tool = world.Tool(toolName);
        List<string> failures = [];
        foreach (Case what in Case.Incoming.Where(c => tool.Lacks(c) is null))
        {
            try
            {
                world.Found.Check(what, tool, () => Open(what, tool));
            }
            catch (Exception e)
            {
                failures.Add($"{what.Feature}: {e.GetType().Name} {e.Message}");
            }
        }

        Assert.Empty(failures);
    }

    private void Open(Case what, Counterpart tool)
    {
        byte[] message = Mail.Message(world.Alice(what.Kind), world.Bob(what.Kind), Write(what, tool));
        (MessageReport report, string inner) = Open(message, what);
        Assert.Contains(Text, inner, StringComparison.Ordinal);
        if (what.Does != Deed.Encrypt)
        {
            Assert.Equal(SignatureStatus.Valid, report.Signature);
        }

        if (what.Does is Deed.Encrypt or Deed.SignAndEncrypt)
        {
            Assert.Equal(EncryptionStatus.Decrypted, report.Encryption.Status);
            Assert.True(!what.Variant.StartsWith("AES", StringComparison.Ordinal) || what.Variant == report.Encryption.Content, report.Encryption.Content);
        }

        if (what.Does == Deed.SignClear)
        {
            string altered = Encoding.Latin1.GetString(message).Replace("room 12", "room 13", StringComparison.Ordinal);
            Assert.Equal(SignatureStatus.Invalid, Open(Encoding.Latin1.GetBytes(altered), what).Report.Signature);
        }
    }

    private string Write(Case what, Counterpart tool)
    {
        Person alice = world.Alice(what.Kind);
        byte[] entity = s_entity;
        string variant = what.Does == Deed.SignAndEncrypt ? "" : what.Variant;
        string written = what.Does switch
        {
            Deed.SignOpaque => Mail.Enclose(tool.Sign(entity, alice, detached: false, variant), "signed-data"),
            Deed.SignClear or Deed.SignAndEncrypt => Mail.Enclose(entity, tool.Sign(entity, alice, detached: true, variant)),
            _ => Encoding.Latin1.GetString(entity),
        };
        return what.Does is Deed.SignClear or Deed.SignOpaque
            ? written
            : Mail.Enclose(
                tool.Encrypt(Encoding.Latin1.GetBytes(written.ReplaceLineEndings("\r\n")), world.Bob(what.Kind), what.Variant),
                what.Variant.EndsWith("GCM", StringComparison.Ordinal) ? "authEnveloped-data" : "enveloped-data");
    }

    private (MessageReport Report, string Inner) Open(byte[] message, Case what)
    {
        Person bob = world.Bob(what.Kind);
        FakeKeyRing keys = new();
        keys.Add(bob.Certificate, bob.OpenKey, bob.OpenKey);
        FakeDirectory directory = new();
        directory.Add(world.Alice(what.Kind).Certificate);
        using MemoryStream output = new();
        MessageReport report = new MessageOpener(keys, directory, new FixedPathValidator()).Open(
            new MemoryStream(message), output, new OpenOptions(DateTimeOffset.UtcNow, SmimePolicy.Default), TestContext.Current.CancellationToken);
        return (report, Encoding.Latin1.GetString(output.ToArray()));
    }
}
