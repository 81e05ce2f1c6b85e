using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Servanda.Merkle;

/// <summary>
/// RFC 8785 canonical JSON, restricted so that canonical form never hangs on a number format: numbers are integers below
/// 2^53 in size (anything else is written as a decimal string), keys are not repeated, no surrogate stands alone.
/// </summary>
public static class Jcs
{
    /// <summary>The largest integer every JSON reader holds exactly.</summary>
    public const long LargestInteger = (1L << 53) - 1;

    private static readonly System.Buffers.SearchValues<char> Escaped = System.Buffers.SearchValues.Create(['"', '\\', .. Enumerable.Range(0, ' ').Select(c => (char)c)]);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Reads JSON of any layout; refuses what has no canonical form here.</summary>
    public static bool TryRead(string json, out JsonNode? node, [NotNullWhen(false)] out string? problem)
    {
        node = null;
        problem = LoneSurrogate(json);
        if (problem is not null)
        {
            return false;
        }
        try
        {
            node = JsonNode.Parse(json, documentOptions: Strict);
            problem = ProblemWith(node);
        }
        // The second is how System.Text.Json reports an escape such as \ud800 that stands alone.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            problem = fault.Message;
        }
        if (problem is not null)
        {
            node = null;
        }
        return problem is null;
    }

    /// <summary>Why the node has no canonical form here; null when it has.</summary>
    public static string? ProblemWith(JsonNode? node) => node switch
    {
        JsonObject o => o.Select(field => LoneSurrogate(field.Key) ?? ProblemWith(field.Value)).FirstOrDefault(p => p is not null),
        JsonArray a => a.Select(ProblemWith).FirstOrDefault(p => p is not null),
        JsonValue v when v.GetValueKind() == JsonValueKind.Number => Integer(v) is null
            ? $"{v.ToJsonString()} is not an integer below 2^53; write it as a decimal string" : null,
        JsonValue v when v.GetValueKind() == JsonValueKind.String => LoneSurrogate(v.GetValue<string>()),
        _ => null,
    };

    /// <summary>The canonical text.</summary>
    /// <exception cref="ArgumentException">The node has none: see <see cref="ProblemWith"/>.</exception>
    public static string Write(JsonNode? node)
    {
        if (ProblemWith(node) is { } problem)
        {
            throw new ArgumentException(problem, nameof(node));
        }
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    /// <summary>The canonical text of a node that was read by <see cref="TryRead"/>, and so has one.</summary>
    internal static string Rewrite(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    /// <summary>A string as canonical JSON, with its quotes.</summary>
    public static void WriteString(string value, StringBuilder into)
    {
        into.Append('"');
        var rest = value.AsSpan();
        for (var plain = rest.IndexOfAny(Escaped); plain >= 0; plain = rest.IndexOfAny(Escaped))
        {
            into.Append(rest[..plain]);
            _ = rest[plain] switch
            {
                '"' => into.Append("\\\""),
                '\\' => into.Append("\\\\"),
                '\b' => into.Append("\\b"),
                '\t' => into.Append("\\t"),
                '\n' => into.Append("\\n"),
                '\f' => into.Append("\\f"),
                '\r' => into.Append("\\r"),
                var c => into.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
            rest = rest[(plain + 1)..];
        }
        into.Append(rest).Append('"');
    }

    private static void Write(JsonNode? node, StringBuilder into)
    {
        switch (node)
        {
            case null:
                into.Append("null");
                break;
            case JsonObject o:
                into.Append('{');
                var first = true;
                // UTF-16 code units, as RFC 8785 3.2.3 asks.
                foreach (var (key, value) in o.OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    into.Append(first ? "" : ",");
                    first = false;
                    WriteString(key, into);
                    into.Append(':');
                    Write(value, into);
                }
                into.Append('}');
                break;
            case JsonArray a:
                into.Append('[');
                for (var i = 0; i < a.Count; i++)
                {
                    into.Append(i == 0 ? "" : ",");
                    Write(a[i], into);
                }
                into.Append(']');
                break;
            default:
                WriteScalar(node, into);
                break;
        }
    }

    private static void WriteScalar(JsonNode node, StringBuilder into)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.String:
                WriteString(node.GetValue<string>(), into);
                break;
            case JsonValueKind.Number:
                into.Append(Integer(node)!.Value);
                break;
            default:
                into.Append(node.ToJsonString());
                break;
        }
    }

    private static long? Integer(JsonNode number) =>
        decimal.TryParse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && decimal.IsInteger(value) && Math.Abs(value) <= LargestInteger ? (long)value : null;

    private static string? LoneSurrogate(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') is var first and >= 0 ? first : text.Length; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return $"a surrogate stands alone (U+{(int)text[i]:X4})";
            }
        }
        return null;
    }
}
