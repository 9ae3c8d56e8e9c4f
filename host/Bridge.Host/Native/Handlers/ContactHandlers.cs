using Bridge.Host.Native.Mapping;
using Bridge.Keystore;
using Bridge.Keystore.Certificates.Contacts;
using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Values;
using Bridge.Smime.Errors;
using Bridge.Smime.Sending;

namespace Bridge.Host.Native.Handlers;

/// <summary>Correspondents: their certificates, their history, and what the user decides about them.</summary>
internal sealed class ContactHandlers(ContactStore contacts, ContactStates states, CertificateChains chains)
{
    private const int LargestPage = 100;

    public ContactList List(ListContacts request, RequestContext context)
    {
        if (request.Limit is < 1 or > LargestPage)
        {
            throw new RefusalException(
                ErrorCode.MessageMalformed, RefusalKind.Usage, "A number is out of bounds.", new Dictionary<string, string> { ["path"] = "$.limit" });
        }

        ContactPage page = contacts.List(request.Search, request.After, request.Limit);
        IReadOnlyList<RecipientState> known = states.Of([.. page.Contacts.Select(c => c.Address)], context.Cancellation);
        return new ContactList([.. page.Contacts.Zip(known, Describe)], page.More, page.Cut);
    }

    public ContactDetails Show(ShowContact request, RequestContext context)
    {
        ContactHistory history = contacts.Show(request.Address);
        RecipientState state = states.Of([history.Address], context.Cancellation)[0];
        return new ContactDetails(
            history.Address,
            state.ToWire(),
            [.. history.Certificates.Select(c => c.ToWire(chains.Judge(c.Stored.Certificate, cancellation: context.Cancellation).ToWire()))],
            [.. history.Events.Select(ContactMapping.ToWire)],
            ContactStates.ReasonFor(state, history).ToWire());
    }

    public Done Acknowledge(AcknowledgeCertificate request, RequestContext context)
    {
        contacts.Acknowledge(request.Address, request.Sha256);
        return new Done();
    }

    public Done Compare(CompareCertificate request, RequestContext context)
    {
        contacts.Compare(request.Address, request.Sha256, request.Same);
        return new Done();
    }

    public Done Trust(TrustCertificate request, RequestContext context)
    {
        contacts.Trust(request.Address, Smime.Values.Certificate.FromDer(request.Certificate), request.Sha256);
        return new Done();
    }

    public Done Restore(RestoreCertificate request, RequestContext context)
    {
        contacts.Restore(request.Sha256);
        return new Done();
    }

    private static Protocol.Certificates.Contact Describe(Keystore.Certificates.Contacts.Contact contact, RecipientState state)
    {
        Protocol.Messages.RecipientState wire = state.ToWire();
        return new Protocol.Certificates.Contact(contact.Address, wire.Reason, contact.Certificates, contact.Changed, wire.Certificate);
    }
}
