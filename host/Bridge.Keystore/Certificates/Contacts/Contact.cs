using Bridge.Keystore.Own;
using Bridge.Smime.Ports;

namespace Bridge.Keystore.Certificates.Contacts;

/// <param name="Address">In normal form.</param>
/// <param name="Since">When the first certificate for it was met.</param>
/// <param name="Certificates">How many certificates it has.</param>
/// <param name="Changed">Whether one of them came in place of another and the user has not acknowledged it.</param>
public sealed record Contact(string Address, DateTimeOffset Since, int Certificates, bool Changed);

/// <summary>One page of correspondents.</summary>
/// <param name="Contacts">In order of address.</param>
/// <param name="More">Whether there are others after these.</param>
/// <param name="Cut">Whether the search found more than it may: the beginning of a longer word would find the rest.</param>
public sealed record ContactPage(IReadOnlyList<Contact> Contacts, bool More, bool Cut);

/// <summary>Everything that is known about a correspondent.</summary>
/// <param name="Certificates">In the order in which they are tried for encryption.</param>
/// <param name="Events">What happened, the oldest first.</param>
public sealed record ContactHistory(string Address, IReadOnlyList<ContactCertificate> Certificates, IReadOnlyList<ContactEvent> Events);

/// <param name="Stored">The certificate and what is known about it for this address.</param>
/// <param name="Sightings">What each origin knows.</param>
/// <param name="ComparedAt">When the user compared its fingerprint with the person; null when he did not.</param>
public sealed record ContactCertificate(StoredCertificate Stored, IReadOnlyList<CertificateSighting> Sightings, DateTimeOffset? ComparedAt)
{
    /// <summary>Algorithm and usages allow signing mail; says nothing about validity now.</summary>
    public bool CanSign => KeyUsability.CanSign(Stored.Certificate);

    /// <summary>Algorithm and usages allow encrypting mail to it.</summary>
    public bool CanEncrypt => KeyUsability.CanEncrypt(Stored.Certificate);
}

/// <summary>
/// Something that happened: <c>harvested</c>, <c>imported</c>, <c>replaced</c> (by <paramref name="Other"/>), <c>changed</c> (from
/// <paramref name="Other"/>), <c>acknowledged</c>, <c>chosen</c>, <c>automatic</c>, <c>compared</c>, <c>comparison-withdrawn</c>,
/// <c>removed</c>, <c>restored</c>, <c>same-mailbox</c>, <c>other-mailbox</c> (taken back).
/// </summary>
/// <param name="What">One of these.</param>
/// <param name="At">When, by this machine's clock.</param>
/// <param name="Sha256">The certificate that it happened to.</param>
/// <param name="Other">Another one that took part.</param>
/// <param name="MessageId">Message-ID of the mail that brought it.</param>
/// <param name="MessageAt">Signing time that this mail claims.</param>
public sealed record ContactEvent(string What, DateTimeOffset At, string? Sha256, string? Other, string? MessageId, DateTimeOffset? MessageAt);
