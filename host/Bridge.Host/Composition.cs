using Bridge.Host.Doctor;
using Bridge.Host.Native.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host;

/// <summary>The only place where services are put together. Each is made by a plain function: nothing is found by reflection.</summary>
internal static class Composition
{
    /// <summary>Services on the keystore of this home; null for the default one. Nothing is opened before it is asked for.</summary>
    public static IServiceProvider Open(string? home) => Services(HomeFolder.At(home), TimeProvider.System).BuildServiceProvider();

    internal static ServiceCollection Services(HomeFolder home, TimeProvider clock)
    {
        ServiceCollection services = new();
        services.AddSingleton(home);
        services.AddSingleton(clock);
        services.AddKeystore().AddMessages().AddDoctor().AddHandlers();
        return services;
    }
}
