using Bridge.Host.Native.Handlers;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Doctor;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Protection;
using Bridge.Protocol.Recipients;
using Bridge.Protocol.Tokens;
using Bridge.Protocol.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host.Native;

/// <summary>Every request of the protocol with its handler. Services are opened by the first request that needs them.</summary>
internal static class Routes
{
    public static Router Build(Lazy<IServiceProvider> services)
    {
        Router.Builder routes = new();
        AddMessages(routes, services);
        AddRecipients(routes, services);
        AddKeys(routes, services);
        AddTokens(routes, services);
        AddCertificates(routes, services);
        AddContacts(routes, services);
        AddAnchors(routes, services);
        AddPolicy(routes, services);
        AddProtection(routes, services);
        AddDoctor(routes, services);
        return routes.Build();
    }

    private static void AddMessages(Router.Builder routes, Lazy<IServiceProvider> services) => routes
        .On<ProtectMessage, ProtectedMessage>((r, c) => services.Get<MessageHandlers>().Protect(r, c), WireJson.Wire.ProtectedMessage)
        .On<OpenMessage, OpenedMessage>((r, c) => services.Get<MessageHandlers>().Open(r, c), WireJson.Wire.OpenedMessage)
        .On<ProveMessage, MessageProved>((r, c) => services.Get<ProofHandler>().Prove(r, c), WireJson.Wire.MessageProved)
        .On<ReencryptMessage, ReencryptedMessage>((r, c) => services.Get<RewrapHandlers>().Reencrypt(r, c), WireJson.Wire.ReencryptedMessage)
        .On<DecryptMessage, DecryptedMessage>((r, c) => services.Get<RewrapHandlers>().Decrypt(r, c), WireJson.Wire.DecryptedMessage);

    private static void AddRecipients(Router.Builder routes, Lazy<IServiceProvider> services) => routes
        .On<CheckRecipients, RecipientsChecked>((r, c) => services.Get<RecipientHandlers>().Check(r, c), WireJson.Wire.RecipientsChecked)
        .On<ListRecipientCertificates, RecipientCertificates>(
            (r, c) => services.Get<RecipientHandlers>().Certificates(r, c), WireJson.Wire.RecipientCertificates)
        .On<ChooseCertificate, Done>((r, c) => services.Get<RecipientHandlers>().Choose(r, c), WireJson.Wire.Done)
        .On<SetSameMailbox, Done>((r, c) => services.Get<RecipientHandlers>().SetSameMailbox(r, c), WireJson.Wire.Done)
        .On<ListRules, RuleList>((r, c) => services.Get<RuleHandlers>().List(r, c), WireJson.Wire.RuleList)
        .On<SetRule, RecipientRule>((r, c) => services.Get<RuleHandlers>().Set(r, c), WireJson.Wire.RecipientRule)
        .On<RemoveRule, Done>((r, c) => services.Get<RuleHandlers>().Remove(r, c), WireJson.Wire.Done)
        .On<CheckRules, RulesChecked>((r, c) => services.Get<RuleHandlers>().Check(r, c), WireJson.Wire.RulesChecked);

    private static void AddKeys(Router.Builder routes, Lazy<IServiceProvider> services) => routes
        .On<ListKeys, KeyList>((r, c) => services.Get<KeyHandlers>().List(r, c), WireJson.Wire.KeyList)
        .On<InspectKeyFile, KeyFileInspected>((r, c) => services.Get<KeyHandlers>().Inspect(r, c), WireJson.Wire.KeyFileInspected)
        .On<ImportKeys, KeysImported>((r, c) => services.Get<KeyHandlers>().Import(r, c), WireJson.Wire.KeysImported)
        .On<RemoveKey, Done>((r, c) => services.Get<KeyHandlers>().Remove(r, c), WireJson.Wire.Done)
        .On<ListKeyWarnings, KeyWarningList>((r, c) => services.Get<KeyHandlers>().Warnings(r, c), WireJson.Wire.KeyWarningList)
        .On<ListProfiles, ProfileList>((r, c) => KeyHandlers.Profiles(r, c), WireJson.Wire.ProfileList)
        .On<ImportProfile, ProfileImported>((r, c) => services.Get<KeyHandlers>().ImportProfile(r, c), WireJson.Wire.ProfileImported)
        .On<ExportKey, Done>((r, c) => services.Get<LeavingHandlers>().Export(r, c), WireJson.Wire.Done)
        .On<KeepKey, Done>((r, c) => services.Get<LeavingHandlers>().Keep(r, c), WireJson.Wire.Done)
        .On<WriteBackup, BackupWritten>((r, c) => services.Get<LeavingHandlers>().Write(r, c), WireJson.Wire.BackupWritten)
        .On<RestoreBackup, BackupRestored>((r, c) => services.Get<LeavingHandlers>().Restore(r, c), WireJson.Wire.BackupRestored)
        .On<RequestKey, KeyRequest>((r, c) => services.Get<KeyRequestHandlers>().Create(r, c), WireJson.Wire.KeyRequest)
        .On<ListKeyRequests, KeyRequestList>((r, c) => services.Get<KeyRequestHandlers>().List(r, c), WireJson.Wire.KeyRequestList)
        .On<RemoveKeyRequest, Done>((r, c) => services.Get<KeyRequestHandlers>().Remove(r, c), WireJson.Wire.Done)
        .On<ListIdentities, IdentityList>((r, c) => services.Get<IdentityHandlers>().List(r, c), WireJson.Wire.IdentityList)
        .On<SetIdentity, Identity>((r, c) => services.Get<IdentityHandlers>().Set(r, c), WireJson.Wire.Identity)
        .On<TestIdentity, IdentityTested>((r, c) => services.Get<IdentityHandlers>().Test(r, c), WireJson.Wire.IdentityTested);

    private static void AddTokens(Router.Builder routes, Lazy<IServiceProvider> services) => routes
        .On<ListTokenModules, TokenModuleList>((r, c) => services.Get<TokenHandlers>().ListModules(r, c), WireJson.Wire.TokenModuleList)
        .On<AddTokenModule, TokenModule>((r, c) => services.Get<TokenHandlers>().AddModule(r, c), WireJson.Wire.TokenModule)
        .On<RemoveTokenModule, Done>((r, c) => services.Get<TokenHandlers>().RemoveModule(r, c), WireJson.Wire.Done)
        .On<ListTokens, TokenList>((r, c) => services.Get<TokenHandlers>().List(r, c), WireJson.Wire.TokenList)
        .On<UseTokenCertificate, KeysImported>((r, c) => services.Get<TokenHandlers>().Use(r, c), WireJson.Wire.KeysImported)
        .On<UseTokenKey, KeysImported>((r, c) => services.Get<TokenHandlers>().Use(r, c), WireJson.Wire.KeysImported)
        .On<LogOutOfTokens, Done>((r, c) => services.Get<TokenHandlers>().LogOut(r, c), WireJson.Wire.Done);

    private static void AddCertificates(Router.Builder routes, Lazy<IServiceProvider> services) => routes
        .On<ListCertificates, CertificateList>((r, c) => services.Get<CertificateHandlers>().List(r, c), WireJson.Wire.CertificateList)
        .On<ImportCertificates, CertificatesImported>((r, c) => services.Get<CertificateHandlers>().Import(r, c), WireJson.Wire.CertificatesImported)
        .On<RemoveCertificate, Done>((r, c) => services.Get<CertificateHandlers>().Remove(r, c), WireJson.Wire.Done)
        .On<ExportCertificates, CertificatesExported>((r, c) => services.Get<CertificateHandlers>().Export(r, c), WireJson.Wire.CertificatesExported);

    private static void AddContacts(Router.Builder routes, Lazy<IServiceProvider> services) => routes
        .On<ListContacts, ContactList>((r, c) => services.Get<ContactHandlers>().List(r, c), WireJson.Wire.ContactList)
        .On<ShowContact, ContactDetails>((r, c) => services.Get<ContactHandlers>().Show(r, c), WireJson.Wire.ContactDetails)
        .On<AcknowledgeCertificate, Done>((r, c) => services.Get<ContactHandlers>().Acknowledge(r, c), WireJson.Wire.Done)
        .On<CompareCertificate, Done>((r, c) => services.Get<ContactHandlers>().Compare(r, c), WireJson.Wire.Done)
        .On<TrustCertificate, Done>((r, c) => services.Get<ContactHandlers>().Trust(r, c), WireJson.Wire.Done)
        .On<RestoreCertificate, Done>((r, c) => services.Get<ContactHandlers>().Restore(r, c), WireJson.Wire.Done);

    private static void AddAnchors(Router.Builder routes, Lazy<IServiceProvider> services) => routes
        .On<ListAnchors, AnchorList>((r, c) => services.Get<AnchorHandlers>().List(r, c), WireJson.Wire.AnchorList)
        .On<InspectAnchors, AnchorsInspected>((r, c) => AnchorHandlers.Inspect(r, c), WireJson.Wire.AnchorsInspected)
        .On<AddAnchor, Anchor>((r, c) => services.Get<AnchorHandlers>().Add(r, c), WireJson.Wire.Anchor)
        .On<RemoveAnchor, Done>((r, c) => services.Get<AnchorHandlers>().Remove(r, c), WireJson.Wire.Done);

    private static void AddPolicy(Router.Builder routes, Lazy<IServiceProvider> services) => routes
        .On<ListPolicy, PolicyList>((r, c) => services.Get<PolicyHandlers>().List(r, c), WireJson.Wire.PolicyList)
        .On<SetPolicy, PolicyEntry>((r, c) => services.Get<PolicyHandlers>().Set(r, c), WireJson.Wire.PolicyEntry);

    private static void AddProtection(Router.Builder routes, Lazy<IServiceProvider> services) => routes
        .On<ShowProtection, ProtectionReport>((r, c) => services.Get<ProtectionHandlers>().Show(r, c), WireJson.Wire.ProtectionReport)
        .On<ChangeProtection, ProtectionReport>((r, c) => services.Get<ProtectionHandlers>().Change(r, c), WireJson.Wire.ProtectionReport)
        .On<UnlockKeys, ProtectionReport>((r, c) => services.Get<ProtectionHandlers>().Unlock(r, c), WireJson.Wire.ProtectionReport)
        .On<LockKeys, ProtectionReport>((r, c) => services.Get<ProtectionHandlers>().Lock(r, c), WireJson.Wire.ProtectionReport);

    private static void AddDoctor(Router.Builder routes, Lazy<IServiceProvider> services) => routes
        .On<RunDoctor, DoctorReport>((r, c) => services.Get<DoctorHandler>().Run(r, c), WireJson.Wire.DoctorReport);

    private static T Get<T>(this Lazy<IServiceProvider> services)
        where T : notnull => services.Value.GetRequiredService<T>();
}
