using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bridge.Protocol;

namespace Bridge.Host.Native;

/// <summary>Which handler serves which request.</summary>
internal sealed class Router
{
    private readonly FrozenDictionary<Type, Func<Request, RequestContext, JsonElement>> _handlers;

    private Router(FrozenDictionary<Type, Func<Request, RequestContext, JsonElement>> handlers) => _handlers = handlers;

    public bool Serves(Request request) => _handlers.ContainsKey(request.GetType());

    public JsonElement Serve(Request request, RequestContext context) => _handlers[request.GetType()](request, context);

    internal sealed class Builder
    {
        private readonly Dictionary<Type, Func<Request, RequestContext, JsonElement>> _handlers = [];

        /// <summary>Registers the handler of one request type; <paramref name="type"/> writes its result.</summary>
        public Builder On<TRequest, TResult>(Func<TRequest, RequestContext, TResult> handle, JsonTypeInfo<TResult> type)
            where TRequest : Request<TResult>
        {
            _handlers.Add(typeof(TRequest), (request, context) => JsonSerializer.SerializeToElement(handle((TRequest)request, context), type));
            return this;
        }

        public Router Build() => new(_handlers.ToFrozenDictionary());
    }
}
