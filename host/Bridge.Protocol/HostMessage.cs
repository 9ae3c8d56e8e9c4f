using System.Text.Json.Serialization;
using Bridge.Protocol.Session;

namespace Bridge.Protocol;

/// <summary>A message from the host to a mail client's add-on.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(HostChunk), "chunk")]
[JsonDerivedType(typeof(HostCredit), "credit")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Prompt), "prompt")]
[JsonDerivedType(typeof(Result), "result")]
[JsonDerivedType(typeof(Failure), "failure")]
public abstract record HostMessage;
