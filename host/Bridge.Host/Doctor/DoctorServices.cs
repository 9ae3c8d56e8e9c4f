using Bridge.Host.Install;
using Bridge.Keystore;
using Bridge.Keystore.Tokens;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Memory;
using Bridge.Smime.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host.Doctor;

/// <summary>Puts the doctor together. Probes open what they try themselves, so that a broken keystore is found and not fallen over.</summary>
internal static class DoctorServices
{
    public static IServiceCollection AddDoctor(this IServiceCollection services) => services.AddSingleton(s =>
    {
        string manifest = Installation.OfThisUser().ManifestPath, executable = Environment.ProcessPath!;
        TimeProvider clock = s.GetRequiredService<TimeProvider>();
        return new HostDoctor(
        [
            new VersionProbe(),
            new ManifestProbe(manifest, executable),
            new StartProbe(manifest, executable),
            new StoreProbe(s.GetRequiredService<KeystoreHome>),
            new ProtectionProbe(s.GetRequiredService<Protection>),
            new MemoryProbe(ProcessShield.State),
            new ModesProbe(s.GetRequiredService<HomeFolder>().Path),
            new RoundTripProbe(clock),
            new KeysProbe(s.GetRequiredService<KeyStore>, clock),
            new TokensProbe(s.GetRequiredService<TokenStore>, s.GetRequiredService<KeyStore>),
            new AnchorsProbe(s.GetRequiredService<IAnchorStore>),
        ]);
    });
}
