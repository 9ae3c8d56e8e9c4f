namespace Bridge.Keystore.Vault.Os;

/// <summary>Seals bytes so that only the same account can open them.</summary>
internal interface IDataProtection
{
    /// <param name="secret">What is sealed.</param>
    /// <param name="binding">Has to be the same when it is opened.</param>
    byte[] Seal(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> binding);

    /// <returns>Null when this account cannot open it, or it was altered.</returns>
    SecretBytes? Open(ReadOnlySpan<byte> box, ReadOnlySpan<byte> binding);
}
