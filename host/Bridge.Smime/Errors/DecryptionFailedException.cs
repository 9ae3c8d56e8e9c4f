namespace Bridge.Smime.Errors;

/// <summary>
/// Content could not be decrypted. Padding, key and integrity failures are one and the same exception with one text, so
/// that no caller can become an oracle (RFC 3218).
/// </summary>
public sealed class DecryptionFailedException() : Exception("The content could not be decrypted.");
