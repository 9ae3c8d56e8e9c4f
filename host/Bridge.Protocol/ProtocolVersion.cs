namespace Bridge.Protocol;

/// <summary>The versions of this protocol that the host speaks. A version grows when a message changes its meaning or loses a member.</summary>
public static class ProtocolVersion
{
    public const int Minimum = 1;

    public const int Maximum = 1;

    /// <summary>The highest version that both sides speak; null when there is none.</summary>
    public static int? Negotiate(int clientMinimum, int clientMaximum)
    {
        int common = Math.Min(clientMaximum, Maximum);
        return common >= Math.Max(clientMinimum, Minimum) ? common : null;
    }
}
