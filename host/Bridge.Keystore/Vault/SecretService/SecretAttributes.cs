using System.Runtime.InteropServices;

namespace Bridge.Keystore.Vault.SecretService;

/// <summary>The attributes by which an item is found, as libsecret wants them: a schema and a table of strings.</summary>
internal sealed class SecretAttributes : IDisposable
{
    private const string SchemaName = "smime-bridge.MasterKey";

    // struct SecretSchema of libsecret: name, flags, 32 pairs of a name and a type, and reserved space.
    private const int Flags = 8, FirstName = 16, PairSize = 16, Pairs = 32, Reserved = 64;

    private static readonly Lazy<nint> s_schema = new(MakeSchema);

    private readonly nint _name, _value;

    internal SecretAttributes(string name, string value)
    {
        _name = Marshal.StringToCoTaskMemUTF8(name);
        _value = Marshal.StringToCoTaskMemUTF8(value);
        Table = Libsecret.NewTable();
        _ = Libsecret.Insert(Table, _name, _value);
    }

    internal static nint Schema => s_schema.Value;

    internal nint Table { get; }

    public void Dispose()
    {
        Libsecret.FreeTable(Table);
        Marshal.FreeCoTaskMem(_name);
        Marshal.FreeCoTaskMem(_value);
    }

    // Lives as long as the process: libsecret keeps pointers to it.
    private static unsafe nint MakeSchema()
    {
        int size = FirstName + (Pairs * PairSize) + Reserved;
        nint schema = (nint)NativeMemory.AllocZeroed((nuint)size);
        Marshal.WriteIntPtr(schema, Marshal.StringToCoTaskMemUTF8(SchemaName));
        Marshal.WriteInt32(schema, Flags, 0);
        Marshal.WriteIntPtr(schema, FirstName, Marshal.StringToCoTaskMemUTF8("key"));
        return schema;
    }
}
