using Bridge.Protocol.Values;

namespace Bridge.Protocol.Recipients;

/// <summary>Records that a sub-address is the same mailbox as its plain address, as the user says, or takes that back.</summary>
/// <param name="Id">The request.</param>
/// <param name="Address">For example <c>bob+news@b.example</c>.</param>
/// <param name="Same">False: it is not, or not known to be.</param>
public sealed record SetSameMailbox(long Id, string Address, bool Same) : Request<Done>(Id);
