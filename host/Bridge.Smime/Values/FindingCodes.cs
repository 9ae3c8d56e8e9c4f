namespace Bridge.Smime.Values;

/// <summary>
/// Every code a <see cref="Finding"/> may carry. One constant per code, append-only; a test demands a text for each in
/// every locale. Each floor adds its own partial file beside the rules that report it.
/// </summary>
public static partial class FindingCodes
{
}
