using System.Runtime.InteropServices;

namespace Bridge.Keystore.Tokens.Cryptoki;

internal sealed unsafe partial class CryptokiFunctions
{
    // More objects than a token for people has; a hostile module must not fill the memory.
    private const int MostObjects = 1000, MostBytes = 1 << 20;

    internal nuint[] Find(nuint session, Template template)
    {
        Check(
            new CULong(template.Read(attributes =>
                ((delegate* unmanaged[Cdecl]<CULong, void*, CULong, CULong>)Function(26))(
                    new CULong(session), (void*)attributes, new CULong((uint)template.Count)).Value)),
            "C_FindObjectsInit");
        CULong[] found = new CULong[MostObjects];
        CULong count = default;
        fixed (CULong* first = found)
        {
            CULong result = ((delegate* unmanaged[Cdecl]<CULong, CULong*, CULong, CULong*, CULong>)Function(27))(
                new CULong(session), first, new CULong(MostObjects), &count);
            ((delegate* unmanaged[Cdecl]<CULong, CULong>)Function(28))(new CULong(session));
            Check(result, "C_FindObjects");
        }

        return [.. found.Take((int)Math.Min(Number(count), MostObjects)).Select(o => o.Value)];
    }

    /// <returns>Null when the object has no such attribute, or does not tell it.</returns>
    internal byte[]? Attribute(nuint session, nuint handle, uint type)
    {
        CkAttribute attribute = new() { Type = new CULong(type) };
        uint result = GetAttribute(session, handle, &attribute);
        // "Not available" is a length of all ones.
        if (result is Rv.AttributeSensitive or Rv.AttributeTypeInvalid || (result == Rv.Ok && attribute.Length.Value > MostBytes))
        {
            return null;
        }

        Check(new CULong(result), "C_GetAttributeValue");
        byte[] value = new byte[(int)attribute.Length.Value];
        fixed (byte* bytes = value)
        {
            attribute.Value = bytes;
            Check(new CULong(GetAttribute(session, handle, &attribute)), "C_GetAttributeValue");
        }

        return value[..(int)Math.Min((uint)value.Length, Number(attribute.Length))];
    }

    internal bool Flag(nuint session, nuint handle, uint type) => Attribute(session, handle, type) is [not 0, ..];

    /// <summary>An attribute that is a CK_ULONG; null when there is none.</summary>
    internal uint? NumberAttribute(nuint session, nuint handle, uint type) =>
        Attribute(session, handle, type) is { } value && value.Length == sizeof(CULong) ? (uint)MemoryMarshal.Read<CULong>(value).Value : null;

    internal void Destroy(nuint session, nuint handle) =>
        ((delegate* unmanaged[Cdecl]<CULong, CULong, CULong>)Function(22))(new CULong(session), new CULong(handle));

    private uint GetAttribute(nuint session, nuint handle, CkAttribute* attribute) =>
        Value(((delegate* unmanaged[Cdecl]<CULong, CULong, void*, CULong, CULong>)Function(24))(
            new CULong(session), new CULong(handle), attribute, new CULong(1)));
}
