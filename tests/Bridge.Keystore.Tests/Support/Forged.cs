using System.Security.Cryptography;
using System.Text;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Support;

/// <summary>Files as people get them, made from forged identities.</summary>
internal static class Forged
{
    internal static string Pem(ForgedIdentity identity, bool withIssuer = true) =>
        PemEncoding.WriteString("PRIVATE KEY", identity.Pkcs8) + "\n" + Pem(identity.Certificate) + (withIssuer ? Pem(identity.Issuer) : "");

    internal static string Pem(Certificate certificate) => PemEncoding.WriteString("CERTIFICATE", certificate.Der.Span) + "\n";

    internal static byte[] File(ForgedIdentity identity, bool withIssuer = true) => Encoding.ASCII.GetBytes(Pem(identity, withIssuer));

    internal static RefusalException Refused(string code, Func<object?> act)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => act());
        Assert.Equal(code, refusal.Code);
        return refusal;
    }

    internal static RefusalException Refused(string code, Action act) => Refused(code, () =>
    {
        act();
        return null;
    });
}
