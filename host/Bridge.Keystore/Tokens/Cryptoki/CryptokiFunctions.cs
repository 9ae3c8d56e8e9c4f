using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Bridge.Keystore.Tokens.Cryptoki;

/// <summary>
/// The functions of one loaded module, called through the pointers of its CK_FUNCTION_LIST. Nothing is generated or found by
/// reflection, so that it works in an executable that was compiled ahead of time.
/// </summary>
/// <param name="list">Address of the module's CK_FUNCTION_LIST.</param>
internal sealed unsafe partial class CryptokiFunctions(nint list)
{
    // The structure begins with a version of two bytes; the pointers follow at once where structures are packed.
    private static readonly int s_head = OperatingSystem.IsWindows() ? 2 : sizeof(void*);

    internal uint Initialize()
    {
        CkInitializeArguments arguments = new() { Flags = new CULong(Ck.OsLockingOk) };
        return Value(((delegate* unmanaged[Cdecl]<void*, CULong>)Function(0))(&arguments));
    }

    /// <summary>Ending what has ended is no failure.</summary>
    internal void Finish() => ((delegate* unmanaged[Cdecl]<void*, CULong>)Function(1))(null);

    internal ModuleFacts Info()
    {
        byte* info = stackalloc byte[128];
        Check(((delegate* unmanaged[Cdecl]<void*, CULong>)Function(2))(info), "C_GetInfo");
        int description = OperatingSystem.IsWindows() ? 34 + sizeof(CULong) : 40 + sizeof(CULong);
        byte* version = info + description + 32;
        return new ModuleFacts(Text(info + 2, 32), Text(info + description, 32), $"{version[0]}.{version[1]}");
    }

    internal nuint[] Slots()
    {
        delegate* unmanaged[Cdecl]<byte, CULong*, CULong*, CULong> call = (delegate* unmanaged[Cdecl]<byte, CULong*, CULong*, CULong>)Function(4);
        CULong count = default;
        Check(call(1, null, &count), "C_GetSlotList");
        // A token may come between the two calls.
        CULong[] slots = new CULong[Number(count) + 8];
        count = new CULong((uint)slots.Length);
        fixed (CULong* first = slots)
        {
            Check(call(1, first, &count), "C_GetSlotList");
        }

        return [.. slots.Take((int)Number(count)).Select(s => s.Value)];
    }

    internal SlotFacts Describe(nuint slot)
    {
        byte* reader = stackalloc byte[128];
        byte* token = stackalloc byte[256];
        Check(((delegate* unmanaged[Cdecl]<CULong, void*, CULong>)Function(5))(new CULong(slot), reader), "C_GetSlotInfo");
        Check(((delegate* unmanaged[Cdecl]<CULong, void*, CULong>)Function(6))(new CULong(slot), token), "C_GetTokenInfo");
        TokenFlags flags = (TokenFlags)(uint)Unsafe.ReadUnaligned<CULong>(token + 96).Value;
        return new SlotFacts(slot, Text(reader, 64), Text(token, 32), Text(token + 80, 16), Text(token + 32, 32), Text(token + 64, 16), flags);
    }

    internal nuint OpenSession(nuint slot)
    {
        CULong session = default;
        Check(
            ((delegate* unmanaged[Cdecl]<CULong, CULong, void*, void*, CULong*, CULong>)Function(12))(
                new CULong(slot), new CULong(Ck.SerialSession), null, null, &session),
            "C_OpenSession");
        return session.Value;
    }

    /// <summary>Closing what is closed already is no failure.</summary>
    internal void CloseSession(nuint session) => ((delegate* unmanaged[Cdecl]<CULong, CULong>)Function(13))(new CULong(session));

    /// <summary>Whether the user is logged in, as this session sees it (CK_SESSION_INFO).</summary>
    internal bool IsUserSession(nuint session)
    {
        CULong* info = stackalloc CULong[8];
        Check(((delegate* unmanaged[Cdecl]<CULong, void*, CULong>)Function(15))(new CULong(session), info), "C_GetSessionInfo");
        const uint readOnlyUser = 1, readWriteUser = 3;
        return Number(info[1]) is readOnlyUser or readWriteUser;
    }

    /// <param name="pin">In UTF-8; empty: the token asks for it on a pad of its own.</param>
    internal uint Login(nuint session, uint user, ReadOnlySpan<byte> pin)
    {
        fixed (byte* bytes = pin)
        {
            return Value(((delegate* unmanaged[Cdecl]<CULong, CULong, byte*, CULong, CULong>)Function(18))(
                new CULong(session), new CULong(user), bytes, new CULong((uint)pin.Length)));
        }
    }

    internal void Logout(nuint session) => ((delegate* unmanaged[Cdecl]<CULong, CULong>)Function(19))(new CULong(session));

    private static void Check(CULong value, string function)
    {
        if (Value(value) is not Rv.Ok and var failed)
        {
            throw new CryptokiException(function, failed);
        }
    }

    private static uint Value(CULong value) => (uint)value.Value;

    private static uint Number(CULong value) => checked((uint)value.Value);

    // Padded with blanks, not ended by zero.
    private static string Text(byte* bytes, int length) => Encoding.UTF8.GetString(bytes, length).TrimEnd(' ', '\0');

    private void* Function(int index) => (void*)Unsafe.ReadUnaligned<nint>((byte*)list + s_head + (index * sizeof(void*)));
}
