using Bridge.Keystore.Tokens.Cryptoki;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Tokens;

/// <summary>The refusals of tokens. Each names the token or the module.</summary>
internal static class TokenRefusals
{
    internal static RefusalException Absent(TokenAddress token, Exception? cause = null) => Of(
        "token-absent", token, $"The token \"{token.Name}\" is not plugged in.", cause);

    internal static RefusalException PinLocked(TokenAddress token) => Of(
        "token-pin-locked", token, $"The PIN of the token \"{token.Name}\" is locked after too many wrong attempts.");

    internal static RefusalException PinWrong(TokenAddress token) => Of(
        "token-pin-wrong", token, $"That is not the PIN of the token \"{token.Name}\".");

    internal static RefusalException PinUnset(TokenAddress token) => Of(
        "token-pin-unset", token, $"The token \"{token.Name}\" has no PIN yet, or one that must be changed first.");

    internal static RefusalException PinNotGiven(TokenAddress token) => Of(
        "prompt-dismissed", token, $"The PIN of the token \"{token.Name}\" was not given.");

    internal static RefusalException KeyMissing(TokenAddress token) => Of(
        "token-key-missing", token, $"The token \"{token.Name}\" does not hold the private key of this certificate.");

    internal static RefusalException Ambiguous(string name, int count) => new(
        "token-ambiguous",
        RefusalKind.Usage,
        name.Length > 0 ? $"{count} tokens have the name \"{name}\"; give the serial number." : $"{count} tokens are plugged in; say which one.",
        new Dictionary<string, string> { ["token"] = name });

    internal static RefusalException Failed(TokenAddress token, CryptokiException cause) => new(
        "token-failed",
        RefusalKind.Key,
        $"The token \"{token.Name}\" refused ({cause.Reason}).",
        new Dictionary<string, string> { ["token"] = token.Name, ["reason"] = cause.Reason },
        cause);

    internal static RefusalException Busy(string module) => new(
        "token-busy",
        RefusalKind.Key,
        $"The token's software, {module}, does not answer; it may wait for something else.",
        new Dictionary<string, string> { ["module"] = module });

    /// <param name="reason"><c>missing</c>, <c>writable</c>, <c>not-a-library</c>, <c>not-pkcs11</c>, <c>not-starting</c>.</param>
    internal static RefusalException ModuleUnusable(string path, string reason, Exception? cause = null) => new(
        "token-module-unusable",
        RefusalKind.Key,
        $"{path} cannot be used as a PKCS#11 module ({reason}).",
        new Dictionary<string, string> { ["path"] = path, ["reason"] = reason },
        cause);

    internal static RefusalException ModuleUnknown(string path) => new(
        "token-module-unknown",
        RefusalKind.Key,
        $"{path} is not among the modules.",
        new Dictionary<string, string> { ["path"] = path });

    private static RefusalException Of(string code, TokenAddress token, string message, Exception? cause = null) =>
        new(code, RefusalKind.Key, message, new Dictionary<string, string> { ["token"] = token.Name }, cause);
}
