using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Bridge.Smime.Ports;

namespace Bridge.Host.Network;

/// <summary>
/// Which machines an address in a certificate may lead to. A missing issuer's address stands in a certificate that
/// anybody may have written: only public addresses. Revocation data is asked for under a trusted authority, which may
/// well be an organisation's own: private networks too. This machine, link-local and multicast addresses: never.
/// </summary>
internal static class AddressRules
{
    /// <param name="address">Where the connection would go, after name resolution.</param>
    /// <param name="purpose">What is fetched.</param>
    /// <param name="allowLoopback">For tests with servers on this machine.</param>
    public static bool Allows(IPAddress address, FetchPurpose purpose, bool allowLoopback)
    {
        IPAddress plain = Unwrap(address);
        if (IPAddress.IsLoopback(plain))
        {
            return allowLoopback;
        }

        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => AllowsVersion4(plain, purpose),
            AddressFamily.InterNetworkV6 => AllowsVersion6(plain, purpose),
            _ => false,
        };
    }

    private static bool AllowsVersion4(IPAddress address, FetchPurpose purpose)
    {
        Span<byte> b = stackalloc byte[4];
        address.TryWriteBytes(b, out _);
        bool never = b[0] is 0 or 127 or >= 224 || (b[0] == 169 && b[1] == 254);
        bool isPrivate = b[0] == 10 || (b[0] == 172 && b[1] is >= 16 and < 32) || (b[0] == 192 && b[1] == 168) || (b[0] == 100 && b[1] is >= 64 and < 128);
        return !never && (!isPrivate || purpose == FetchPurpose.Revocation);
    }

    private static bool AllowsVersion6(IPAddress address, FetchPurpose purpose)
    {
        bool never = address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any);
        bool isPrivate = address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal;
        return !never && (!isPrivate || purpose == FetchPurpose.Revocation);
    }

    // IPv4 inside IPv6: mapped (::ffff:0:0/96) and translated (64:ff9b::/96).
    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> b = stackalloc byte[16];
        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.TryWriteBytes(b, out _)
            && BinaryPrimitives.ReadUInt64BigEndian(b) == 0x0064_ff9b_0000_0000 && BinaryPrimitives.ReadUInt32BigEndian(b[8..]) == 0
            ? new IPAddress(b[12..])
            : address;
    }
}
