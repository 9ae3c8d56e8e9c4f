namespace Bridge.Keystore.Tokens.Cryptoki;

/// <summary>What a module says about itself (CK_INFO).</summary>
internal sealed record ModuleFacts(string Manufacturer, string Description, string Version);

/// <summary>A slot with a token in it (CK_SLOT_INFO, CK_TOKEN_INFO).</summary>
internal sealed record SlotFacts(nuint Slot, string Reader, string Label, string Serial, string Manufacturer, string Model, TokenFlags Flags);
