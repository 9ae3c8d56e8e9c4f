using Bridge.Benchmarks.World;

namespace Bridge.Benchmarks.Suites;

/// <summary>The deeds that can be done to one letter.</summary>
internal sealed class Work(Stage stage, Letter letter, Person own, Person other)
{
    private readonly string _output = letter.File("output");
    private readonly string _peerOutput = letter.File("peer-output");

    private static string OpensslVerify => $"openssl cms -verify -CAfile {Authority.Certificate}";

    private string OpensslSign => $"openssl cms -sign -md sha256 -in {letter.Plain} -signer {own.Certificate} -inkey {own.Key}";

    public IEnumerable<Deed> Deeds(IEnumerable<string> algorithms) =>
    [
        new Deed("sign", DeedKind.Sign, 0.6, () => Protect(true, false, Stage.Cbc), () => ProtectCommand("--sign"), () => Shell($"{OpensslSign} -out {_peerOutput}")),
        new Deed("verify", DeedKind.Verify, 0.1, () => Open(letter.Signed), () => OpenCommand(letter.Signed), () => Shell($"{OpensslVerify} -in {letter.Signed} -out {_peerOutput}")),
        .. algorithms.SelectMany(Encryption),
    ];

    private IEnumerable<Deed> Encryption(string algorithm)
    {
        bool plain = algorithm == Stage.Cbc;
        string encrypt = $"openssl cms -encrypt -stream -{algorithm.ToLowerInvariant()} -out {_peerOutput}";
        string recipients = $"{own.Certificate} {other.Certificate}";
        string decrypt = $"openssl cms -decrypt -recip {own.Certificate} -inkey {own.Key}";
        string encrypted = letter.Encrypted(algorithm);
        string both = letter.Both(algorithm);
        yield return new Deed(
            $"encrypt {algorithm}", plain ? DeedKind.Encrypt : DeedKind.Other, plain ? 0.6 : null,
            () => Protect(false, true, algorithm),
            () => ProtectCommand("--encrypt"),
            () => Shell($"{encrypt} -in {letter.Plain} {recipients}"));
        yield return new Deed(
            $"decrypt {algorithm}", plain ? DeedKind.Decrypt : DeedKind.Other, 0.25,
            () => Open(encrypted), () => OpenCommand(encrypted), () => Shell($"{decrypt} -in {encrypted} -out {_peerOutput}"));
        yield return new Deed(
            $"sign+encrypt {algorithm}", plain ? DeedKind.SignEncrypt : DeedKind.Other, plain ? 0.6 : null,
            () => Protect(true, true, algorithm),
            () => ProtectCommand("--sign", "--encrypt"),
            () => Shell($"{OpensslSign} | {encrypt} {recipients}"));
        yield return new Deed(
            $"decrypt+verify {algorithm}", plain ? DeedKind.DecryptVerify : DeedKind.Other, 0.1,
            () => Open(both), () => OpenCommand(both), () => Shell($"{decrypt} -in {both} | {OpensslVerify} -out {_peerOutput}"));
    }

    private void Protect(bool sign, bool encrypt, string algorithm) =>
        stage.Resident.ProtectFile(letter.Plain, _output, own, other, sign, encrypt, algorithm);

    private void Open(string file) => stage.Resident.OpenFile(file, _output);

    // The cipher is the host's own choice on the command line; authenticated encryption costs it no less.
    private void ProtectCommand(params string[] what) =>
        stage.Child.Run(stage.Options.Host, ["protect", letter.Plain, .. what, "--output", _output]);

    private void OpenCommand(string file) => stage.Child.Run(stage.Options.Host, "open", file, "--output", _output);

    private void Shell(string script) => stage.Child.Shell(script);
}
