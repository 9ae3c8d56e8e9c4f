using Bridge.Smime.Ports;

namespace Bridge.Keystore.Certificates;

/// <summary>That a certificate was met: how, when, and in which message.</summary>
/// <param name="MessageAt">Signing time that the message claims, never later than <paramref name="At"/>.</param>
internal readonly record struct Sighting(CertificateOrigin Origin, DateTimeOffset At, string? MessageId = null, DateTimeOffset? MessageAt = null);
