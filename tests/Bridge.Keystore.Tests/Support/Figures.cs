namespace Bridge.Keystore.Tests.Support;

/// <summary>Figures that a run is judged by: in the test's output, and on the screen in a run of the executable.</summary>
internal static class Figures
{
    internal static void Print(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
        if (Environment.GetEnvironmentVariable("BRIDGE_FIGURES") is { Length: > 0 } file)
        {
            File.AppendAllText(file, line + Environment.NewLine);
        }
    }
}
