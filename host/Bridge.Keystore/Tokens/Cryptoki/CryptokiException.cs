using System.Globalization;

namespace Bridge.Keystore.Tokens.Cryptoki;

/// <summary>A call of a module that did not return CKR_OK. Stays in this room: the tokens turn it into refusals.</summary>
internal sealed class CryptokiException(string function, uint value)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{function} returned 0x{value:X2}."))
{
    internal uint Value { get; } = value;

    /// <summary>For texts: <c>C_Sign 0x30</c>.</summary>
    internal string Reason { get; } = string.Create(CultureInfo.InvariantCulture, $"{function} 0x{value:X2}");
}
