namespace Bridge.Keystore.Tokens.Cryptoki;

/// <summary>The return values (CKR_) that are told apart; PKCS#11 v2.40 section 3.6.</summary>
internal static class Rv
{
    internal const uint Ok = 0x00, SlotIdInvalid = 0x03, ArgumentsBad = 0x07;
    internal const uint AttributeSensitive = 0x11, AttributeTypeInvalid = 0x12;
    internal const uint DeviceRemoved = 0x32;
    internal const uint FunctionCanceled = 0x50, FunctionNotSupported = 0x54;
    internal const uint MechanismInvalid = 0x70, MechanismParamInvalid = 0x71;
    internal const uint PinIncorrect = 0xA0, PinInvalid = 0xA1, PinLengthRange = 0xA2, PinExpired = 0xA3, PinLocked = 0xA4;
    internal const uint SessionClosed = 0xB0, SessionHandleInvalid = 0xB3;
    internal const uint TokenNotPresent = 0xE0, TokenNotRecognized = 0xE1;
    internal const uint AlreadyLoggedIn = 0x100, NotLoggedIn = 0x101, PinNotInitialized = 0x102;
    internal const uint NotInitialized = 0x190, AlreadyInitialized = 0x191;

    /// <summary>The token, or what the module knew of it, is gone: a new session may help, this one never.</summary>
    internal static bool IsGone(uint value) => value is DeviceRemoved or TokenNotPresent or TokenNotRecognized or SlotIdInvalid
        or SessionClosed or SessionHandleInvalid or NotInitialized or NotLoggedIn;

    /// <summary>The module takes this mechanism not at all, or not with these parameters.</summary>
    internal static bool IsUnsupported(uint value) => value is MechanismInvalid or MechanismParamInvalid or ArgumentsBad or FunctionNotSupported;
}
