using System.Text.Json;

namespace Bridge.Protocol;

/// <summary>As much of a broken message as can be made out: its <c>type</c> and its <c>id</c>, so that the right request fails.</summary>
/// <param name="Type">The word; null when there is none.</param>
/// <param name="Id">A positive integer; null when there is none.</param>
public sealed record MessageLabel(string? Type, long? Id)
{
    /// <summary>Reads members of the outermost object up to the first damage.</summary>
    public static MessageLabel Of(ReadOnlySpan<byte> body)
    {
        string? type = null;
        long? id = null;
        Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = 256 });
        try
        {
            while ((type is null || id is null) && reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                {
                    continue;
                }

                bool isType = reader.ValueTextEquals("type"u8), isId = reader.ValueTextEquals("id"u8);
                if (!reader.Read())
                {
                    break;
                }

                type = isType && reader.TokenType == JsonTokenType.String ? reader.GetString() : type;
                id = isId && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) && number is > 0 and <= Limits.RequestId ? number : id;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What was read before the damage is all there is.
        }

        return new MessageLabel(type, id);
    }
}
