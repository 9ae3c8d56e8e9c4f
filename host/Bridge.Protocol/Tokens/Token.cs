using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Tokens;

/// <summary>Which token.</summary>
/// <param name="Module">Path of the module that reaches it.</param>
/// <param name="Label">Its name for people; may be empty.</param>
/// <param name="Serial">Its maker's number.</param>
public sealed record TokenName(string Module, string Label, string Serial);

/// <summary>A token that is plugged in.</summary>
/// <param name="Name">Which one it is.</param>
/// <param name="Reader">Where it is plugged in.</param>
/// <param name="Manufacturer">Its maker.</param>
/// <param name="Model">Its kind.</param>
/// <param name="Pin">State of its PIN.</param>
/// <param name="HasPinPad">The PIN is given on the reader itself, not in a prompt.</param>
/// <param name="LoggedIn">Its PIN was given, and it was not logged out since.</param>
/// <param name="Certificates">Its certificates that can be used for mail.</param>
public sealed record Token(
    TokenName Name,
    string Reader,
    string Manufacturer,
    string Model,
    TokenPin Pin,
    bool HasPinPad,
    bool LoggedIn,
    IReadOnlyList<TokenCertificate> Certificates);

/// <summary>What a token says of its PIN.</summary>
[JsonConverter(typeof(KebabCaseEnum<TokenPin>))]
public enum TokenPin
{
    Good,
    /// <summary>Wrong PINs were given.</summary>
    Low,
    /// <summary>One more wrong PIN locks it.</summary>
    LastTry,
    Locked,
}

/// <param name="Certificate">As it lies on the token.</param>
/// <param name="InUse">It is an own key already, on this token.</param>
/// <param name="CanSign">Algorithm and usages allow signing mail.</param>
/// <param name="CanEncrypt">Algorithm and usages allow encrypting mail to it.</param>
public sealed record TokenCertificate(CertificateSummary Certificate, bool InUse, bool CanSign, bool CanEncrypt);
