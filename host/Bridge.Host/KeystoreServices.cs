using Bridge.Host.Network;
using Bridge.Host.Prompting;
using Bridge.Keystore;
using Bridge.Keystore.Anchors;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Reading;
using Bridge.Smime.Rewrapping;
using Bridge.Smime.Sending;
using Bridge.Smime.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host;

/// <summary>Puts the keystore's stores behind the ports of the lower floors, and the message services on top.</summary>
internal static class KeystoreServices
{
    // Both are read-only and the same for every home.
    private static readonly MozillaAnchors s_mozilla = new();
    private static readonly SystemAnchors s_system = new();

    public static IServiceCollection AddKeystore(this IServiceCollection services) => services
        .AddSingleton<ISecretPrompt>(_ => new AmbientPrompt())
        .AddSingleton(s => KeystoreHome.Open(
            s.GetRequiredService<HomeFolder>().Path, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<HomeFolder>().Vaults(s.GetRequiredService<ISecretPrompt>())))
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Protection)
        .AddSingleton(OpenKeys)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Requests)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Tokens)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Backup)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Identities)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Certificates)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Contacts)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Anchors)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Policy)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Correspondents)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Revocation)
        .AddSingleton(s => s.GetRequiredService<KeystoreHome>().Verifications)
        .AddSingleton<IKeyRing>(s => s.GetRequiredService<KeyStore>())
        .AddSingleton<ICertificateDirectory>(s => s.GetRequiredService<CertificateStore>())
        .AddSingleton<ICorrespondentBook>(s => s.GetRequiredService<CorrespondentStore>())
        .AddSingleton<IRevocationStore>(s => s.GetRequiredService<RevocationStore>())
        .AddSingleton<IVerificationLog>(s => s.GetRequiredService<VerificationLog>())
        .AddSingleton<IAnchorStore>(s => new PolicyAnchors(s.GetRequiredService<TrustStore>(), s.GetRequiredService<PolicyStore>(), s_mozilla, s_system))
        // The policy of this moment: another process may have changed it since the last request.
        .AddTransient<SmimePolicy>(s => s.GetRequiredService<PolicyStore>().Load());

    // A revoked key of the user's own is not offered; asked of the data at hand, for choosing a key must not wait for a network.
    private static KeyStore OpenKeys(IServiceProvider services)
    {
        KeyStore keys = services.GetRequiredService<KeystoreHome>().Keys;
        keys.IsRevoked = (certificate, at) => services.GetRequiredService<IPathValidator>().Validate(
            certificate,
            [],
            CertificateUsage.Any,
            at,
            services.GetRequiredService<SmimePolicy>() with { NetworkEnabled = false, Revocation = RevocationMode.Soft }).Chain == ChainStatus.Revoked;
        return keys;
    }

    public static IServiceCollection AddMessages(this IServiceCollection services) => services
        .AddSingleton<ITrustDataFetcher>(_ => new HttpTrustDataFetcher())
        .AddSingleton<IPathValidator>(s => new PathValidator(
            s.GetRequiredService<IAnchorStore>(),
            s.GetRequiredService<ICertificateDirectory>(),
            s.GetRequiredService<IRevocationStore>(),
            s.GetRequiredService<ITrustDataFetcher>(),
            s.GetRequiredService<TimeProvider>(),
            fetched => s.GetRequiredService<CertificateStore>().Add(fetched, CertificateOrigin.Fetched)))
        .AddSingleton<IMessageProtector>(s => new MessageProtector(
            s.GetRequiredService<IKeyRing>(),
            s.GetRequiredService<ICertificateDirectory>(),
            s.GetRequiredService<IPathValidator>(),
            s.GetRequiredService<ICorrespondentBook>()))
        .AddSingleton<IFileSigner>(s => new FileSigner(
            s.GetRequiredService<IKeyRing>(), s.GetRequiredService<ICertificateDirectory>(), s.GetRequiredService<IPathValidator>()))
        .AddSingleton(s => new ContactStates(
            s.GetRequiredService<IMessageProtector>(), s.GetRequiredService<PolicyStore>().Load, s.GetRequiredService<TimeProvider>()))
        .AddSingleton<IMessageRewrapper>(s => new MessageRewrapper(
            s.GetRequiredService<IKeyRing>(), s.GetRequiredService<ICertificateDirectory>(), s.GetRequiredService<IPathValidator>()))
        .AddSingleton<IMessageOpener>(s => new MessageOpener(
            s.GetRequiredService<IKeyRing>(),
            s.GetRequiredService<ICertificateDirectory>(),
            s.GetRequiredService<IPathValidator>(),
            s.GetRequiredService<IVerificationLog>(),
            s.GetRequiredService<TimeProvider>()));
}
