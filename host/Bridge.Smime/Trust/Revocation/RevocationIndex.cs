using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>
/// The entries of a revocation list, checked once and found by serial number: eight bytes an entry beside the list's own.
/// On an indirect list an entry belongs to the issuer that the last certificateIssuer entry extension named (RFC 5280
/// section 5.3.3), so such a list is walked.
/// </summary>
internal sealed class RevocationIndex
{
    private readonly ReadOnlyMemory<byte> _entries;
    private readonly DistinguishedName _issuer;
    private readonly bool _indirect;

    // Hash of the serial number above, offset of the entry below; sorted.
    private readonly ulong[] _places;

    /// <exception cref="MalformedException">An entry is damaged, or carries a critical extension that is not known: then the list must not be used at all (section 5.3).</exception>
    public RevocationIndex(ReadOnlyMemory<byte> entries, DistinguishedName issuer, bool indirect)
    {
        (_entries, _issuer, _indirect) = (entries, issuer, indirect);
        List<ulong> places = [];
        Walk((entry, offset, _) =>
        {
            if (!indirect)
            {
                places.Add(Place(entry.Serial.Span) | (uint)offset);
            }
        });
        places.Sort();
        _places = [.. places];
    }

    private readonly record struct Entry(ReadOnlyMemory<byte> Serial, ReadOnlyMemory<byte> Tail, EntryExtensions Extensions)
    {
        public RevocationEntry Read() => new(RevocationList.ReadTime(new AsnReader(Tail, AsnEncodingRules.BER)), Extensions.Reason);
    }

    /// <summary>The last entry for a certificate, or null.</summary>
    public RevocationEntry? Find(DistinguishedName issuer, ReadOnlySpan<byte> serial)
    {
        if (_indirect)
        {
            return FindByWalking(issuer, serial.ToArray());
        }

        ulong place = Place(serial);
        int at = Array.BinarySearch(_places, place | uint.MaxValue);
        RevocationEntry? found = null;
        for (at = (at < 0 ? ~at : at + 1) - 1; found is null && _issuer.Equals(issuer) && at >= 0 && _places[at] >= place; at--)
        {
            Entry entry = ReadEntry((int)(uint)_places[at], out _);
            found = entry.Serial.Span.SequenceEqual(serial) ? entry.Read() : null;
        }

        return found;
    }

    private RevocationEntry? FindByWalking(DistinguishedName issuer, byte[] serial)
    {
        RevocationEntry? found = null;
        Walk((entry, _, owner) => found = owner.Equals(issuer) && entry.Serial.Span.SequenceEqual(serial) ? entry.Read() : found);
        return found;
    }

    private void Walk(Action<Entry, int, DistinguishedName> see)
    {
        DistinguishedName owner = _issuer;
        int offset = 0;
        while (offset < _entries.Length)
        {
            Entry entry = ReadEntry(offset, out int length);
            owner = _indirect ? entry.Extensions.Issuer ?? owner : owner;
            see(entry, offset, owner);
            offset += length;
        }
    }

    private Entry ReadEntry(int start, out int consumed)
    {
        ReadOnlyMemory<byte> rest = _entries[start..];
        AsnDecoder.ReadSequence(rest.Span, AsnEncodingRules.BER, out int offset, out int length, out consumed);
        ReadOnlyMemory<byte> fields = rest.Slice(offset, length);
        ReadOnlySpan<byte> number = AsnDecoder.ReadIntegerBytes(fields.Span, AsnEncodingRules.BER, out int numberLength);
        ReadOnlyMemory<byte> serial = fields.Slice(numberLength - number.Length, number.Length);
        ReadOnlyMemory<byte> tail = fields[numberLength..];
        AsnDecoder.ReadEncodedValue(tail.Span, AsnEncodingRules.BER, out _, out _, out int timeLength);
        return new Entry(serial, tail, tail.Length == timeLength ? EntryExtensions.None : EntryExtensions.Read(tail[timeLength..]));
    }

    // Serial numbers are chosen by their authority; a bad spread costs it a few comparisons, nobody else.
    private static ulong Place(ReadOnlySpan<byte> serial)
    {
        uint hash = 2166136261;
        foreach (byte octet in serial)
        {
            hash = (hash ^ octet) * 16777619;
        }

        return (ulong)hash << 32;
    }
}
