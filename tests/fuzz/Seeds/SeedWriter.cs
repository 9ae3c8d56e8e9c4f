namespace Bridge.Fuzz.Seeds;

/// <summary>Writes the first inputs of every target, small ones of every kind that the layer knows, made anew each time.</summary>
internal static class SeedWriter
{
    public static void Write(string folder)
    {
        foreach ((string target, IEnumerable<byte[]> seeds) in All())
        {
            string place = Path.Combine(folder, target);
            Directory.CreateDirectory(place);
            int number = 0;
            foreach (byte[] seed in seeds)
            {
                File.WriteAllBytes(Path.Combine(place, $"seed-{number++:D2}"), seed);
            }
        }
    }

    /// <summary>Seeds by the name of their target.</summary>
    public static IReadOnlyDictionary<string, IEnumerable<byte[]>> All() => new Dictionary<string, IEnumerable<byte[]>>
    {
        ["frames"] = WireSeeds.Frames(),
        ["json"] = WireSeeds.Bodies(),
        ["ber"] = MailSeeds.Structures(),
        ["cms"] = MailSeeds.Objects(),
        ["mime"] = MailSeeds.Messages(),
        ["pkcs12"] = KeyFileSeeds.Files(),
        ["crl"] = RevocationSeeds.Lists(),
        ["ocsp"] = RevocationSeeds.Responses(),
    };
}
