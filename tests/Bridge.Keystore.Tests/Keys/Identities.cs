using System.Collections.Concurrent;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Keys;

/// <summary>One identity of each kind and name for the tests of this folder: making keys is what takes the time.</summary>
internal static class Identities
{
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Laws of keys");
    private static readonly ConcurrentDictionary<(KeyAlgorithm, string), ForgedIdentity> s_made = new();

    public static ForgedIdentity Of(KeyAlgorithm algorithm, string address = "a@example.com") =>
        s_made.GetOrAdd((algorithm, address), _ => CertificateForge.Issue(s_authority, address, algorithm));
}
