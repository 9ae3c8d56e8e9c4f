using Bridge.Host.Native.Handlers;
using Bridge.Protocol.Json;
using Bridge.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host.Native;

/// <summary>Every request of the protocol with its handler.</summary>
internal static class Routes
{
    public static Router Build(Lazy<IServiceProvider> services)
    {
        WireJson json = WireJson.Wire;
        return new Router.Builder()
            .On<ProtectMessage, ProtectedMessage>((r, c) => services.Get<MessageHandlers>().Protect(r, c), json.ProtectedMessage)
            .On<OpenMessage, OpenedMessage>((r, c) => services.Get<MessageHandlers>().Open(r, c), json.OpenedMessage)
            .On<CheckRecipients, RecipientsChecked>((r, c) => services.Get<MessageHandlers>().Check(r, c), json.RecipientsChecked)
            .Build();
    }

    private static T Get<T>(this Lazy<IServiceProvider> services)
        where T : notnull => services.Value.GetRequiredService<T>();
}
