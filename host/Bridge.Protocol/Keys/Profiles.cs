using Bridge.Protocol.Certificates;

namespace Bridge.Protocol.Keys;

/// <summary>Lists the profiles of Thunderbird on this machine that have a store of certificates.</summary>
public sealed record ListProfiles(long Id) : Request<ProfileList>(Id);

/// <param name="Profiles">The default one first.</param>
public sealed record ProfileList(IReadOnlyList<MailProfile> Profiles);

/// <summary>A profile of Thunderbird.</summary>
/// <param name="Name">What Thunderbird calls it.</param>
/// <param name="Folder">Its folder, by which it is named.</param>
public sealed record MailProfile(string Name, string Folder);

/// <summary>
/// Imports own keys from the certificate store of a profile, which is only read. Its primary password is asked for by <c>prompt</c>.
/// </summary>
/// <param name="Id">The request.</param>
/// <param name="Folder">One that <c>profiles.list</c> named.</param>
public sealed record ImportProfile(long Id, string Folder) : Request<ProfileImported>(Id);

/// <param name="Keys">The keys for mail that were there, those that were here already included.</param>
/// <param name="Correspondents">Mail certificates of others: not taken over by this.</param>
/// <param name="Authorities">Authorities that are trusted for mail there: not trusted by this.</param>
public sealed record ProfileImported(
    IReadOnlyList<OwnKey> Keys, IReadOnlyList<InspectedAnchor> Correspondents, IReadOnlyList<InspectedAnchor> Authorities);
