using System.Diagnostics;
using System.Text;

namespace Bridge.TestKit;

/// <summary>The openssl program, in a folder of its own that goes away with it. A counterpart that shares no code with the product.</summary>
public sealed class Openssl : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-openssl-");

    public static bool IsInstalled { get; } = Start(".", ["version"]) is (0, _, _);

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public void Write(string name, ReadOnlySpan<byte> bytes) => File.WriteAllBytes(Path(name), bytes);

    public byte[] Read(string name) => File.ReadAllBytes(Path(name));

    /// <summary>Runs it in the folder; throws with what it said when it fails.</summary>
    public string Run(params string[] arguments)
    {
        (int code, string output, string error) = Start(_folder.FullName, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"openssl {string.Join(' ', arguments)}: {error}");
    }

    /// <summary>Runs it in the folder and returns what it said on standard error, where it tells about files.</summary>
    public string Tell(params string[] arguments)
    {
        (int code, _, string error) = Start(_folder.FullName, arguments);
        return code == 0 ? error : throw new InvalidOperationException($"openssl {string.Join(' ', arguments)}: {error}");
    }

    /// <summary>Whether it ends with success.</summary>
    public bool Succeeds(params string[] arguments) => Start(_folder.FullName, arguments).Code == 0;

    public void Dispose() => _folder.Delete(recursive: true);

    private static (int Code, string Output, string Error) Start(string folder, string[] arguments)
    {
        ProcessStartInfo start = new("openssl", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            StringBuilder error = new();
            process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
            process.BeginErrorReadLine();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.ToString());
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, "", e.Message);
        }
    }
}
