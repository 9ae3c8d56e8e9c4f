using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;

namespace Bridge.Keystore;

/// <summary>The policy values that were set; everything else has its default. Only valid values are stored.</summary>
public sealed class PolicyStore
{
    private readonly Database _database;

    internal PolicyStore(Database database) => _database = database;

    /// <summary>The policy in force. A value that a later version wrote and this one does not know is passed over.</summary>
    public SmimePolicy Load() => _database.Recall("policy", "", session => PolicyNames.FromValues(Values(session)));

    /// <summary>The names that were set, with their values.</summary>
    public IReadOnlyDictionary<string, string> Values() => _database.Read(Values);

    /// <returns>The value as stored.</returns>
    /// <exception cref="RefusalException"><c>policy-unknown</c>, <c>policy-value</c>.</exception>
    public string Set(string name, string value)
    {
        string normal = PolicyNames.Normalise(name, value);
        _database.Write(session => session.Execute(
            "INSERT INTO policy (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            ("$name", PolicyNames.Require(name).Name),
            ("$value", normal)));
        return normal;
    }

    /// <summary>Back to the default.</summary>
    /// <exception cref="RefusalException"><c>policy-unknown</c>.</exception>
    public void Reset(string name)
    {
        string known = PolicyNames.Require(name).Name;
        _database.Write(session => session.Execute("DELETE FROM policy WHERE name = $name", ("$name", known)));
    }

    public void ResetAll() => _database.Write(session => session.Execute("DELETE FROM policy"));

    private static Dictionary<string, string> Values(Session session) => session.Query(
        "SELECT name, value FROM policy ORDER BY name",
        r => KeyValuePair.Create(r.GetString(0), r.GetString(1))).ToDictionary();
}
