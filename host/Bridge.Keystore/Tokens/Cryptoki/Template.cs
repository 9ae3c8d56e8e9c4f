using System.Runtime.InteropServices;

namespace Bridge.Keystore.Tokens.Cryptoki;

/// <summary>Attributes to search by or to make an object with.</summary>
internal sealed class Template
{
    private readonly List<(uint Type, byte[] Value)> _attributes = [];

    internal int Count => _attributes.Count;

    internal Template With(uint type, byte[] value)
    {
        _attributes.Add((type, value));
        return this;
    }

    internal Template With(uint type, bool value) => With(type, [value ? (byte)1 : (byte)0]);

    internal unsafe Template WithNumber(uint type, uint value)
    {
        CULong number = new(value);
        return With(type, new ReadOnlySpan<byte>(&number, sizeof(CULong)).ToArray());
    }

    internal Template And(Template other)
    {
        _attributes.AddRange(other._attributes);
        return this;
    }

    /// <summary>Calls with the attributes as the module reads them; the memory is valid during the call only.</summary>
    internal unsafe T Read<T>(Func<nint, T> call)
    {
        // Values lie behind the table, each at a multiple of eight: modules read numbers in place.
        int table = _attributes.Count * sizeof(CkAttribute);
        int size = _attributes.Aggregate(Aligned(table), (sum, a) => sum + Aligned(a.Value.Length));
        byte* memory = (byte*)NativeMemory.AllocZeroed((nuint)size);
        try
        {
            Fill(memory, Aligned(table));
            return call((nint)memory);
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    private unsafe void Fill(byte* memory, int place)
    {
        CkAttribute* attribute = (CkAttribute*)memory;
        foreach ((uint type, byte[] value) in _attributes)
        {
            value.CopyTo(new Span<byte>(memory + place, value.Length));
            *attribute++ = new CkAttribute { Type = new CULong(type), Value = memory + place, Length = new CULong((uint)value.Length) };
            place += Aligned(value.Length);
        }
    }

    private static int Aligned(int length) => (length + 7) & ~7;
}
