using System.Text;
using Bridge.Keystore;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Sending;
using Bridge.Smime.Verdicts;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host.Demo;

/// <summary>One person of the demonstration, with a keystore of her own.</summary>
internal sealed class DemoPerson : IDisposable
{
    private const string Passphrase = "demonstration";
    private readonly IServiceProvider _services;
    private readonly DateTimeOffset _now;

    public DemoPerson(string name, string folder, DemoAuthority authority, Func<string?, IServiceProvider> open, DateTimeOffset now)
    {
        Address = $"{name.ToLowerInvariant()}@demo.example";
        _now = now;
        _services = open(Path.Combine(folder, name));
        _services.GetRequiredService<KeyStore>().Import(authority.Issue(name, Address, Passphrase).Pkcs12, $"{name}.p12", Passphrase.AsMemory());
        _services.GetRequiredService<TrustStore>().Add(authority.Certificate);
        _services.GetRequiredService<PolicyStore>().Set("network.enabled", "false");
    }

    public string Address { get; }

    public byte[] Write(DemoPerson recipient, string text, bool encrypt)
    {
        string message = $"From: {Address}\r\nTo: {recipient.Address}\r\nSubject: Lunch on Friday\r\nMIME-Version: 1.0\r\n"
            + $"Date: {_now.UtcDateTime:r}\r\nMessage-ID: <{Guid.NewGuid():N}@demo.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n";
        message = message.Replace("GMT", "+0000", StringComparison.Ordinal);
        using MemoryStream output = new();
        ProtectionRequest request = new(
            Address, [recipient.Address], true, encrypt, SignatureForm.Clear, ProtectionPurpose.Send, true, _now, Policy);
        _services.GetRequiredService<IMessageProtector>().Protect(new MemoryStream(Encoding.UTF8.GetBytes(message)), output, request);
        return output.ToArray();
    }

    public (MessageReport Report, string Text) Read(byte[] message)
    {
        using MemoryStream output = new();
        MessageReport report = _services.GetRequiredService<IMessageOpener>().Open(new MemoryStream(message), output, new OpenOptions(_now, Policy));
        return (report, Encoding.UTF8.GetString(output.ToArray()));
    }

    public int CertificatesOf(DemoPerson other) => _services.GetRequiredService<CertificateStore>().FindByAddress(other.Address).Count;

    public void Dispose() => (_services as IDisposable)?.Dispose();

    private SmimePolicy Policy => _services.GetRequiredService<SmimePolicy>();
}
