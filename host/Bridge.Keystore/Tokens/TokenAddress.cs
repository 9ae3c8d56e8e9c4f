namespace Bridge.Keystore.Tokens;

/// <summary>
/// Which token: where it is plugged in does not matter. The label belongs to it because some modules show one card as several
/// tokens, one for each of its PINs.
/// </summary>
/// <param name="Module">Absolute path of the module that reaches it.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Serial">Its maker's number.</param>
public sealed record TokenAddress(string Module, string Label, string Serial)
{
    /// <summary>What people know it by.</summary>
    public string Name => Label.Length > 0 ? Label : Serial;

    internal bool Names(Cryptoki.SlotFacts slot) => slot.Label == Label && slot.Serial == Serial;
}
