namespace Bridge.Protocol.Session;

/// <summary>The first message of a session.</summary>
/// <param name="Protocol">Versions the extension speaks.</param>
/// <param name="Extension">Who speaks.</param>
/// <param name="Client">The mail client it runs in.</param>
/// <param name="Locale">BCP 47 tag of the user interface, for logs only: the host writes no text for people.</param>
public sealed record Hello(ProtocolRange Protocol, ExtensionIdentity Extension, ClientIdentity Client, string Locale) : ClientMessage;

/// <summary>Protocol versions from <paramref name="Min"/> to <paramref name="Max"/>, both included.</summary>
public sealed record ProtocolRange(int Min, int Max);

/// <param name="Id">The add-on's id.</param>
/// <param name="Version">The add-on's version.</param>
public sealed record ExtensionIdentity(string Id, string Version);

/// <param name="Name">For example <c>Thunderbird</c>.</param>
/// <param name="Version">For example <c>153.7.0</c>.</param>
public sealed record ClientIdentity(string Name, string Version);
