using Bridge.Host.Doctor;
using Bridge.Keystore;
using Bridge.Keystore.Tokens;
using Bridge.Keystore.Vault;
using Bridge.Smime.Ports;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Rewrapping;
using Bridge.Smime.Sending;
using Bridge.Smime.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host.Native.Handlers;

/// <summary>Puts the handlers of requests on top of the services.</summary>
internal static class HandlerServices
{
    public static IServiceCollection AddHandlers(this IServiceCollection services) => services
        .AddSingleton<Func<SmimePolicy>>(s => s.GetRequiredService<PolicyStore>().Load)
        .AddSingleton(s => new CertificateChains(s.GetRequiredService<IPathValidator>(), s.GetRequiredService<Func<SmimePolicy>>(), s.Clock()))
        .AddSingleton(s => new KeyDescriptions(s.GetRequiredService<KeyStore>(), s.GetRequiredService<CertificateChains>(), s.Clock()))
        .AddSingleton(s => new MessageHandlers(
            s.GetRequiredService<IMessageProtector>(),
            s.GetRequiredService<IMessageOpener>(),
            s.GetRequiredService<IPathValidator>(),
            s.GetRequiredService<Func<SmimePolicy>>(),
            s.Clock()))
        .AddSingleton(s => new ProofHandler(
            s.GetRequiredService<IMessageOpener>(), s.GetRequiredService<IFileSigner>(), s.GetRequiredService<Func<SmimePolicy>>(), s.Clock()))
        .AddSingleton(s => new RewrapHandlers(s.GetRequiredService<IMessageRewrapper>(), s.GetRequiredService<Func<SmimePolicy>>(), s.Clock()))
        .AddSingleton(s => new OwnChains(
            s.GetRequiredService<IPathValidator>(), s.GetRequiredService<CertificateStore>(), s.GetRequiredService<Func<SmimePolicy>>(), s.Clock()))
        .AddSingleton(s => new IdentityTest(
            s.GetRequiredService<IMessageProtector>(), s.GetRequiredService<IMessageOpener>(), s.GetRequiredService<Func<SmimePolicy>>(), s.Clock()))
        .AddSingleton(s => new KeyAgreement(s.GetRequiredService<IPathValidator>(), s.GetRequiredService<Func<SmimePolicy>>(), s.Clock()))
        .AddSingleton(s => new KeyHandlers(
            s.GetRequiredService<KeyStore>(),
            s.GetRequiredService<KeyRequests>(),
            s.GetRequiredService<KeyAgreement>(),
            s.GetRequiredService<OwnChains>(),
            s.GetRequiredService<KeyDescriptions>(),
            s.Clock()))
        .AddSingleton(s => new TokenHandlers(
            s.GetRequiredService<TokenStore>(), s.GetRequiredService<KeyStore>(), s.GetRequiredService<OwnChains>(), s.GetRequiredService<KeyDescriptions>()))
        .AddSingleton(s => new RecipientHandlers(
            s.GetRequiredService<IMessageProtector>(), s.GetRequiredService<CorrespondentStore>(), s.GetRequiredService<Func<SmimePolicy>>(), s.Clock()))
        .AddSingleton(s => new RuleHandlers(s.GetRequiredService<CorrespondentStore>(), s.GetRequiredService<Func<SmimePolicy>>()))
        .AddSingleton(s => new LeavingHandlers(s.GetRequiredService<KeyStore>(), s.GetRequiredService<KeystoreBackup>()))
        .AddSingleton(s => new KeyRequestHandlers(s.GetRequiredService<KeyRequests>()))
        .AddSingleton(s => new IdentityHandlers(
            s.GetRequiredService<IdentityStore>(), s.GetRequiredService<KeyStore>(), s.GetRequiredService<IdentityTest>(), s.Clock()))
        .AddSingleton(s => new CertificateHandlers(
            s.GetRequiredService<CertificateStore>(), s.GetRequiredService<ContactStore>(), s.GetRequiredService<CertificateChains>()))
        .AddSingleton(s => new ContactHandlers(
            s.GetRequiredService<ContactStore>(), s.GetRequiredService<ContactStates>(), s.GetRequiredService<CertificateChains>()))
        .AddSingleton(s => new AnchorHandlers(s.GetRequiredService<TrustStore>(), s.GetRequiredService<IAnchorStore>()))
        .AddSingleton(s => new PolicyHandlers(s.GetRequiredService<PolicyStore>()))
        .AddSingleton(s => new ProtectionHandlers(s.GetRequiredService<Protection>(), s.GetRequiredService<Func<SmimePolicy>>()))
        .AddSingleton(s => new DoctorHandler(s.GetRequiredService<HostDoctor>(), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)));

    private static TimeProvider Clock(this IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}
