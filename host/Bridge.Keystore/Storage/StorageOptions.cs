namespace Bridge.Keystore.Storage;

/// <summary>What tests and unusual machines may change about storage.</summary>
internal sealed record StorageOptions
{
    /// <summary>How long a request waits for another process before it is refused with <c>store-locked</c>.</summary>
    internal TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest database in pages: SQLite then answers as on a full disk.</summary>
    internal int? PageLimit { get; init; }

    /// <summary>The steps from one schema version to the next.</summary>
    internal IReadOnlyList<string> Migrations { get; init; } = Schema.Migrations;
}
