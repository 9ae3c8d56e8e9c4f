namespace Bridge.Keystore.Requests;

/// <summary>Kinds of keys that are made here. All of them sign; all but Ed25519 can be encrypted to.</summary>
public enum RequestAlgorithm
{
    Rsa3072,
    Rsa4096,
    P256,
    P384,
    Ed25519,
}
