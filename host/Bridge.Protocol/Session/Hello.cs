using System.Text.Json.Serialization;

namespace Bridge.Protocol.Session;

/// <summary>
/// The first message of a session. It alone is read tolerantly, so that a newer client hears
/// <see cref="ErrorCode.ProtocolUnsupported"/> and not a complaint about a member.
/// </summary>
/// <param name="Protocol">Versions the extension speaks.</param>
/// <param name="Extension">Who speaks.</param>
/// <param name="Client">The mail client it runs in.</param>
/// <param name="Locale">BCP 47 tag of the user interface, for logs only: the host writes no text for people.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record Hello(ProtocolRange Protocol, ExtensionIdentity Extension, ClientIdentity Client, string Locale) : ClientMessage;

/// <summary>Protocol versions from <paramref name="Min"/> to <paramref name="Max"/>, both included.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ProtocolRange(int Min, int Max);

/// <param name="Id">The add-on's id.</param>
/// <param name="Version">The add-on's version.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ExtensionIdentity(string Id, string Version);

/// <param name="Name">For example <c>Thunderbird</c>.</param>
/// <param name="Version">For example <c>153.7.0</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ClientIdentity(string Name, string Version);
