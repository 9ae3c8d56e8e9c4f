using System.Collections.Concurrent;
using System.Security.Cryptography;
using Bridge.Keystore.Vault;
using Bridge.Smime.Ports;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>What processes said to have been acknowledged before they died, and what of it a keystore does not have.</summary>
internal sealed class Acknowledged
{
    private readonly ConcurrentDictionary<string, string> _last = new();

    internal int Writes { get; private set; }

    /// <param name="output">Of a <see cref="WritingProcess"/>; an unfinished last line is no acknowledgement.</param>
    internal void Take(string output)
    {
        string[] lines = output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string[] words in lines.Select(l => l.Trim().Split(' ')).Where(w => w[0] != WritingProcess.Started))
        {
            Writes++;
            // The last word about a certificate counts: it may have been removed and restored.
            _last[words[0] is "key" or "identity" or "policy" ? $"{words[0]} {words[1]}" : $"certificate {words[1]}"] = string.Join(' ', words);
        }
    }

    /// <summary>What is missing or half there; each one is a loss.</summary>
    internal IReadOnlyList<string> Lost(KeystoreHome home)
    {
        home.CheckIntegrity();
        Assert.Null(home.FindLock());
        Dictionary<string, OwnKey> keys = home.Keys.List().ToDictionary(k => k.Id);
        // Opening every key proves that none is half written: its seal would not authenticate.
        Dictionary<string, string> digests = keys.Values.ToDictionary(k => k.Id, k => DigestOf(home, k));
        return [.. _last.Values.Where(line => !Holds(home, line.Split(' '), digests))];
    }

    private static bool Holds(KeystoreHome home, string[] words, Dictionary<string, string> digests) => words switch
    {
        ["key", string id, string digest] => digests.GetValueOrDefault(id) == digest,
        ["identity", string address] => home.Identities.Find(address).SignByDefault,
        ["policy", ..] => !home.Policy.Load().NetworkEnabled,
        // The removal may have been undone without a word about it reaching us.
        ["removed", string sha256, string address] => Find(home, sha256, address) is { Chosen: true } || Restorable(home, sha256, address),
        ["chosen" or "restored", string sha256, string address] => Find(home, sha256, address) is { Chosen: true } || Removed(home, sha256, address),
        ["certificate", string sha256, string address] => Find(home, sha256, address) is { StatedAt: not null },
        _ => throw new InvalidOperationException($"Nobody knows what '{string.Join(' ', words)}' acknowledges."),
    };

    private static StoredCertificate? Find(KeystoreHome home, string sha256, string address) =>
        home.Certificates.FindByAddress(address).FirstOrDefault(c => c.Certificate.Sha256 == sha256);

    private static bool Removed(KeystoreHome home, string sha256, string address) =>
        home.Contacts.Show(address).Events is [.., { What: "removed" } last] && last.Sha256 == sha256 && Restorable(home, sha256, address);

    private static bool Restorable(KeystoreHome home, string sha256, string address)
    {
        home.Contacts.Restore(sha256);
        return Find(home, sha256, address) is { Chosen: true, StatedAt: not null };
    }

    private static string DigestOf(KeystoreHome home, OwnKey key)
    {
        using SecretBytes secret = home.Keys.OpenSecret(key.Id);
        return Convert.ToHexStringLower(SHA256.HashData(secret.Span));
    }
}
