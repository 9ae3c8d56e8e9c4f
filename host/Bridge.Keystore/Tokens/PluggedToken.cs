using Bridge.Smime.Values;

namespace Bridge.Keystore.Tokens;

/// <summary>A module as it is listed.</summary>
/// <param name="Path">Absolute path of the library.</param>
/// <param name="Description">What it calls itself; null when it cannot be used.</param>
/// <param name="Version">Its version; null when it cannot be used.</param>
/// <param name="Problem">Why it cannot be used now, as of <c>token-module-unusable</c>; null when it can.</param>
public sealed record TokenModule(string Path, string? Description, string? Version, string? Problem);

/// <summary>What a token says of its PIN.</summary>
public enum PinState
{
    Good,
    /// <summary>Wrong PINs were given.</summary>
    Low,
    /// <summary>One more wrong PIN locks it.</summary>
    LastTry,
    Locked,
}

/// <summary>A token that is plugged in, with what it shows without its PIN.</summary>
/// <param name="Address">Which one it is.</param>
/// <param name="Reader">Where it is plugged in.</param>
/// <param name="Manufacturer">Its maker.</param>
/// <param name="Model">Its kind.</param>
/// <param name="Pin">State of its PIN.</param>
/// <param name="HasPinPad">The PIN is given on the reader itself.</param>
/// <param name="LoggedIn">Its PIN was given, and it was not logged out since.</param>
/// <param name="Certificates">Its certificates that can be used for mail.</param>
public sealed record PluggedToken(
    TokenAddress Address,
    string Reader,
    string Manufacturer,
    string Model,
    PinState Pin,
    bool HasPinPad,
    bool LoggedIn,
    IReadOnlyList<TokenCertificate> Certificates);

/// <param name="Certificate">As it lies on the token.</param>
/// <param name="InUse">It is an own key already, on this token.</param>
/// <param name="CanSign">Algorithm and usages allow signing mail.</param>
/// <param name="CanEncrypt">Algorithm and usages allow encrypting mail to it.</param>
public sealed record TokenCertificate(Certificate Certificate, bool InUse, bool CanSign, bool CanEncrypt);

/// <summary>A private key of a token.</summary>
/// <param name="Id">CKA_ID, in hex.</param>
/// <param name="Label">CKA_LABEL.</param>
/// <param name="Kind">For people: <c>RSA 2048</c>, <c>P-256</c>.</param>
/// <param name="Certificate">The token's certificate with the same id; null when it has none.</param>
public sealed record TokenKeyObject(string Id, string Label, string Kind, Certificate? Certificate);
