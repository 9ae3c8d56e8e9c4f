using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host;

/// <summary>The only place where services are put together.</summary>
internal static class Composition
{
    /// <summary>Services on the keystore of this home; null for the default one. Nothing is opened before it is asked for.</summary>
    public static IServiceProvider Open(string? home) => Services(HomeFolder.At(home), TimeProvider.System).BuildServiceProvider();

    private static ServiceCollection Services(HomeFolder home, TimeProvider clock)
    {
        ServiceCollection services = new();
        services.AddSingleton(home);
        services.AddSingleton(clock);
        services.AddKeystore().AddMessages();
        return services;
    }
}
