using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust;

namespace Bridge.TestKit.Mutation;

/// <summary>A message that another program wrote, with all that is needed to open it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Bytes">A mail, or a bare CMS object.</param>
/// <param name="IsBare">Whether it is a bare CMS object.</param>
/// <param name="Keys">The reader's keys.</param>
/// <param name="Directory">Certificates known beforehand.</param>
/// <param name="Paths">Path validation.</param>
/// <param name="Policy">Policy in force.</param>
/// <param name="Detached">Content of a detached signature.</param>
public sealed record OutsideMessage(
    string Name,
    byte[] Bytes,
    bool IsBare,
    IKeyRing Keys,
    ICertificateDirectory Directory,
    IPathValidator Paths,
    SmimePolicy Policy,
    byte[]? Detached = null);
