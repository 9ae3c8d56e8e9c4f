namespace Bridge.Protocol;

/// <summary>A message that gets exactly one <c>result</c> or <c>failure</c>.</summary>
/// <param name="Id">Chosen by the client: a positive integer, never reused in a session.</param>
public abstract record Request(long Id) : ClientMessage;

/// <summary>A request whose result is a <typeparamref name="TResult"/>.</summary>
public abstract record Request<TResult>(long Id) : Request(Id);

/// <summary>Marks a request that is followed by chunks from the client.</summary>
public interface ICarryContent;

/// <summary>Marks a request that is answered by chunks before its result.</summary>
public interface IReturnContent;
