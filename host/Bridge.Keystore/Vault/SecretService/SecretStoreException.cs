namespace Bridge.Keystore.Vault.SecretService;

/// <summary>A system's vault did not do what it was asked.</summary>
/// <param name="reason"><c>vault-absent</c>, <c>vault-locked</c> or <c>vault-failing</c>.</param>
/// <param name="detail">What the system said; no secret.</param>
internal sealed class SecretStoreException(string reason, string detail) : Exception(detail)
{
    internal string Reason { get; } = reason;
}
