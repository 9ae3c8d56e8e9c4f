namespace Bridge.Host.Install;

/// <summary>Where the system wants the manifest's path to be entered besides the file itself.</summary>
internal interface IRegistration
{
    void Register(string manifestPath);

    /// <summary>Takes the entry back if it names this manifest.</summary>
    void Unregister(string manifestPath);
}
