using Bridge.Keystore.Tokens.Cryptoki;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tokens;

/// <summary>The X.509 certificates of a token, which are read without its PIN.</summary>
internal static class CertificateObjects
{
    /// <summary>Those that can be read, with their CKA_ID. What is no certificate is left out: the token is somebody else's work.</summary>
    internal static List<(byte[] Id, Certificate Certificate)> List(TokenSession session)
    {
        List<(byte[], Certificate)> found = [];
        foreach (nuint entry in session.Find(PrivateKeyObjects.OfClass(Ck.ClassCertificate)))
        {
            if (session.Attribute(entry, Ck.AttributeValue) is { Length: > 0 } der && Read(der) is { } certificate)
            {
                found.Add((session.Attribute(entry, Ck.AttributeId) ?? [], certificate));
            }
        }

        return found;
    }

    /// <summary>The same in a session of its own, without login.</summary>
    internal static List<(byte[] Id, Certificate Certificate)> List(CryptokiModule module, SlotFacts slot)
    {
        try
        {
            return module.Call(functions =>
            {
                nuint session = functions.OpenSession(slot.Slot);
                try
                {
                    return List(new TokenSession(functions, session));
                }
                finally
                {
                    functions.CloseSession(session);
                }
            });
        }
        catch (CryptokiException)
        {
            return [];
        }
    }

    private static Certificate? Read(byte[] der)
    {
        try
        {
            return Certificate.FromDer(der);
        }
        catch (MalformedException)
        {
            return null;
        }
    }
}
