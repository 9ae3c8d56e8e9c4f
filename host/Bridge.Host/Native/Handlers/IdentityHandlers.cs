using Bridge.Host.Native.Mapping;
using Bridge.Keystore;
using Bridge.Protocol;
using Bridge.Protocol.Keys;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;
using Stored = Bridge.Keystore.Own.Identity;

namespace Bridge.Host.Native.Handlers;

/// <summary>Settings of the user's own addresses.</summary>
internal sealed class IdentityHandlers(IdentityStore identities, KeyStore keys, IdentityTest test, TimeProvider clock)
{
    public IdentityList List(ListIdentities request, RequestContext context) => new([.. identities.List().Select(Describe)]);

    public Identity Set(SetIdentity request, RequestContext context)
    {
        IdentitySettings settings = request.Settings;
        if (MailAddresses.Normalise(settings.Address) != MailAddresses.Normalise(request.Address))
        {
            throw new RefusalException(
                ErrorCode.MessageMalformed,
                RefusalKind.Usage,
                "The settings are another address's.",
                new Dictionary<string, string> { ["path"] = "$.settings.address" });
        }

        return Describe(identities.Set(new Stored(
            MailAddresses.Normalise(settings.Address),
            settings.SigningKey,
            settings.EncryptionKey,
            settings.SignByDefault,
            settings.EncryptByDefault,
            settings.IncludeCertificates,
            settings.Form.ToSmime())));
    }

    public IdentityTested Test(TestIdentity request, RequestContext context) => new(test.Run(request.Address, context.Cancellation).ToWire());

    private Identity Describe(Stored stored)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return new Identity(
            stored.Address,
            stored.SignByDefault,
            stored.EncryptByDefault,
            stored.IncludeCertificates,
            stored.Form.ToWire(),
            stored.SigningKey,
            stored.EncryptionKey,
            keys.SigningKeyFor(stored.Address, now)?.Id,
            keys.EncryptionKeyFor(stored.Address, now)?.Id);
    }
}
