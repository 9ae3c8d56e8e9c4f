using System.Security.Cryptography;
using Bridge.Interop.Tests.Tools;
using Bridge.TestKit;

[assembly: AssemblyFixture(typeof(Bridge.Interop.Tests.World))]

namespace Bridge.Interop.Tests;

/// <summary>
/// A CA and two people for each kind of key, made anew by openssl in a folder that goes away; the programs with their own
/// key stores; and what the matrix has found.
/// </summary>
public sealed class World : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smime-interop-");
    private readonly Dictionary<string, Person> _people = [];
    private readonly GpgSm _gpgsm;

    public World()
    {
        string folder = _folder.FullName;
        PeopleMaker maker = new(folder);
        string fingerprint = maker.MakeAuthority();
        NssCms nss = new(folder);
        _gpgsm = new GpgSm(folder, fingerprint);
        Counterparts = [new OpenSsl(folder), _gpgsm, nss];
        foreach (string kind in Case.Kinds)
        {
            foreach (string who in (string[])["alice", "bob"])
            {
                Person person = maker.Make($"{who}-{kind.ToLowerInvariant()}", kind);
                _people.Add(person.Name, person);
                nss.Import(person);
                GpgTrouble.Around(() => maker.MakeOldBundle(person.Name), () => _gpgsm.Import(person));
            }
        }
    }

    /// <summary>The CA's certificate.</summary>
    internal byte[] AuthorityDer
    {
        get
        {
            string pem = File.ReadAllText(Path.Combine(_folder.FullName, "ca.crt"));
            return Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        }
    }

    internal IReadOnlyList<Counterpart> Counterparts { get; }

    internal Matrix Found { get; } = new();

    internal Person Alice(string kind) => _people[$"alice-{kind.ToLowerInvariant()}"];

    internal Person Bob(string kind) => _people[$"bob-{kind.ToLowerInvariant()}"];

    /// <summary>One certificate for signing and one for encrypting, of the same address.</summary>
    internal (Person Signing, Person Encryption) MakeSeparate(string address)
    {
        lock (_people)
        {
            string name = address.Split('@')[0];
            PeopleMaker maker = new(_folder.FullName);
            Person signing = _people.GetValueOrDefault($"{name}-s") ?? maker.Make($"{name}-s", "RSA-2048", "digitalSignature", address);
            Person encryption = _people.GetValueOrDefault($"{name}-e") ?? maker.Make($"{name}-e", "RSA-2048", "keyEncipherment", address);
            (_people[signing.Name], _people[encryption.Name]) = (signing, encryption);
            return (signing, encryption);
        }
    }

    /// <summary>What openssl prints.</summary>
    internal string Openssl(byte[] input, params string[] arguments) => new ToolRunner("openssl", _folder.FullName).Run(input, arguments).Text;

    internal Counterpart Tool(string name) => Counterparts.Single(c => c.Name == name);

    public void Dispose()
    {
        Found.Report(Counterparts);
        _gpgsm.Dispose();
        _folder.Delete(recursive: true);
    }
}
