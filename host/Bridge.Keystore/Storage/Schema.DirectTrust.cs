namespace Bridge.Keystore.Storage;

/// <content>Direct trust: an anchor that counts by itself for one address, and vouches for nothing.</content>
internal static partial class Schema
{
    private const string DirectTrust = "ALTER TABLE anchors ADD COLUMN only_for TEXT;";
}
