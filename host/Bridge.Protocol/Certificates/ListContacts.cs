using Bridge.Protocol.Messages;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Certificates;

/// <summary>Lists correspondents in order of their addresses, one page.</summary>
/// <param name="Id">The request.</param>
/// <param name="Limit">How many to tell, 1 to 100.</param>
/// <param name="Search">Beginnings of words of an address or name; absent for all.</param>
/// <param name="After">The last address of the page before; absent for the first page.</param>
public sealed record ListContacts(long Id, int Limit, string? Search = null, string? After = null) : Request<ContactList>(Id);

/// <param name="Contacts">This page.</param>
/// <param name="More">Whether there are others after these.</param>
/// <param name="Cut">The search found more than can be told; a longer one finds the rest.</param>
public sealed record ContactList(IReadOnlyList<Contact> Contacts, bool More, bool Cut);

/// <param name="Address">In normal form.</param>
/// <param name="State">Whether mail to it can be encrypted now, as far as can be told without the network.</param>
/// <param name="Certificates">How many certificates it has.</param>
/// <param name="Changed">Whether a certificate came in place of another, and the user has not acknowledged it.</param>
/// <param name="Certificate">The one that is used, or the best one that cannot be.</param>
public sealed record Contact(string Address, RecipientReason State, int Certificates, bool Changed, CertificateSummary? Certificate = null);
