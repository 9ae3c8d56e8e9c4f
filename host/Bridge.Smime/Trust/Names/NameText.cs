using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Smime.Trust.Names;

/// <summary>Names as text for findings.</summary>
internal static class NameText
{
    public static string Of(ReadOnlyMemory<byte> nameDer)
    {
        try
        {
            return X509Name.GetInstance(nameDer.ToArray()).ToString();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return "?";
        }
    }
}
