using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Servanda.Files;

/// <summary>
/// Writes the tree of an agreement's file in its canonical layout: keys in one order, a provision a block, short things on
/// one line. Nothing is folded, so that a change of a word is a change of one line. Comments stay with what they stand beside.
/// </summary>
internal sealed partial class YamlLayout
{
    private const int WidestItem = 160;

    private static readonly Dictionary<string, string[]> Orders = new(StringComparer.Ordinal)
    {
        [""] = AgreementReader.Keys,
        ["calendar"] = ["weekend", "holidays", "rounding"],
        ["actors"] = ["id", "name", "role", "aliases", "people", "part-of", "part-of-source"],
        ["people"] = ["name", "title", "aliases", "from", "to"],
        ["standpoints"] = ["id", "name", "speakers", "excluding", "minimum-grade", "silence"],
        ["anchors"] = ["id", "at", "text"],
        ["zones"] = ["id", "name", "part-of", "geometry"],
        ["counters"] = ["id", "unit", "universe", "monotone", "stale-after", "tolerance", "measures"],
        ["definitions"] = ["term", "means"],
        ["meetings"] = ["id", "title", "at", "place", "participants"],
        ["phases"] = ["id", "title", "opens", "completes", "provisions"],
        ["opens"] = ["when", "mode", "by"],
        ["provisions"] =
        [
            "id", "kind", "article", "text", "by", "to", "responsibility", "zones", "counter", "target", "per", "share", "legs", "order", "lag", "total", "effect", "limits",
            "within", "applies", "each", "exceptions", "verified-by", "decided-by", "silence", "remedy", "words", "topic", "effort", "survives", "readings",
        ],
        ["within"] = ["from", "to"],
        ["exceptions"] = ["id", "text", "decided-by"],
        ["legs"] = ["by", "counter", "units"],
        ["effect"] = ["suspend", "resume", "waive", "extend", "assign", "open", "terminate", "tolls"],
        ["extend"] = ["of", "by"],
        ["assign"] = ["of", "from", "to"],
        ["limits"] = ["times", "notice", "lapses"],
        ["readings"] = ["by", "counter", "target", "per", "share", "within", "applies", "exceptions"],
        ["scenarios"] = ["title", "claims", "expect"],
        ["expect"] = ["as-of", "known-at", "standpoint", "provision", "phase", "question", "holder", "value", "shown"],
    };

    // What is always more than a line.
    private static readonly HashSet<string> Blocks = ["phases", "provisions", "scenarios"];

    private static readonly HashSet<string> Prose = ["text", "means"];
    // What is a text whatever it looks like: `article: 1` is for other readers of YAML a number, and 1.10 the same as 1.1.
    private static readonly HashSet<string> Texts = [.. Prose, "title", "name", "article", "term", "topic", "words", "aliases", "unit", "place", "part-of-source", "note"];
    private static readonly HashSet<string> Language = ["when", "applies", "from", "to"];

    private readonly StringBuilder text = new();
    private readonly YamlComments comments;

    // The comments beside an item that becomes a block: they stand beside its first line.
    private IReadOnlyList<string> waiting = [];

    private YamlLayout(YamlComments comments) => this.comments = comments;

    public static string Of(YamlMap root, YamlComments comments)
    {
        var layout = new YamlLayout(comments);
        layout.Lines(comments.Header, 0);
        layout.Map(root, "", 0, begun: false);
        layout.Lines(comments.Footer, 0);
        return layout.text.ToString();
    }

    private void Map(YamlMap map, string kind, int indent, bool begun)
    {
        foreach (var (key, value) in Ordered(map, kind))
        {
            if (!begun)
            {
                if (indent == 0 && value is YamlList && text.Length > 0)
                {
                    text.Append('\n');
                }
                Lines(comments.Before(key), indent);
                Indent(indent);
            }
            begun = false;
            text.Append(Scalar(key, "", flow: false)).Append(':');
            Value(value, key, key.Value, kind, indent);
            Lines(comments.After(key), indent);
        }
    }

    private void Value(YamlNode value, YamlNode owner, string key, string kind, int indent)
    {
        switch (value)
        {
            case YamlText { IsNothing: true }:
                EndLine(owner);
                break;
            case YamlText scalar when IsLiteral(scalar):
                Literal(scalar, owner, indent + 2);
                break;
            case YamlText scalar:
                text.Append(' ').Append(Scalar(scalar, KeyIn(kind, key), flow: false));
                EndLine(owner, value);
                break;
            case YamlMap map when comments.IsInside(map) || map.Entries.Count > 0 && Blocks.Contains(key):
                EndLine(owner);
                Map(map, key, indent + 2, begun: false);
                break;
            case YamlList list when list.Items.Count > 0 && (Blocks.Contains(key) || comments.IsInside(list) || list.Items.Any(i => i is YamlMap)):
                EndLine(owner);
                Items(list, key, indent + 2);
                break;
            default:
                text.Append(' ');
                Flow(value, key, kind);
                EndLine(owner, value);
                break;
        }
    }

    private void Items(YamlList list, string key, int indent)
    {
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            if (i > 0 && Blocks.Contains(key))
            {
                text.Append('\n');
            }
            Lines(comments.Before(item), indent);
            Indent(indent);
            text.Append("- ");
            if (item is YamlMap { Entries.Count: > 0 } map && !FitsAsItem(map, key, indent))
            {
                waiting = comments.Beside(item);
                Map(map, key, indent + 2, begun: true);
            }
            else
            {
                Flow(item, key, key);
                EndLine(item);
            }
            Lines(comments.After(item), indent);
        }
    }

    // A provision and a phase are blocks however short; other things are one line where they fit.
    private bool FitsAsItem(YamlMap map, string key, int indent)
    {
        if (Blocks.Contains(key) || comments.IsInside(map) || map.Entries.Any(e => e.Value is YamlList { Items: var items } && items.Any(i => i is YamlMap)))
        {
            return false;
        }
        var at = text.Length;
        Flow(map, key, key);
        var width = text.Length - at;
        text.Length = at;
        return indent + 2 + width <= WidestItem;
    }

    private void Flow(YamlNode node, string key, string kind)
    {
        switch (node)
        {
            case YamlText scalar:
                text.Append(Scalar(scalar, KeyIn(kind, key), flow: true));
                break;
            case YamlList list:
                text.Append('[');
                for (var i = 0; i < list.Items.Count; i++)
                {
                    text.Append(i > 0 ? ", " : "");
                    Flow(list.Items[i], key, key);
                }
                text.Append(']');
                break;
            case YamlMap map:
                text.Append('{');
                var first = true;
                foreach (var (name, value) in Ordered(map, key))
                {
                    text.Append(first ? "" : ", ").Append(Scalar(name, "", flow: true)).Append(": ");
                    Flow(value, name.Value, key);
                    first = false;
                }
                text.Append('}');
                break;
        }
    }

    private static IEnumerable<KeyValuePair<YamlText, YamlNode>> Ordered(YamlMap map, string kind) => Orders.TryGetValue(kind, out var order)
        ? map.Entries.OrderBy(e => Array.IndexOf(order, e.Key.Value) is var at and >= 0 ? at : int.MaxValue)
        : map.Entries;

    // `from` and `to` are times only in a window; `to` in a provision lists actors.
    private static string KeyIn(string kind, string key) => key is "from" or "to" && kind is not "within" ? "" : key;

    private void EndLine(params ReadOnlySpan<YamlNode> owners)
    {
        foreach (var comment in waiting)
        {
            text.Append("  ").Append(comment);
        }
        waiting = [];
        foreach (var owner in owners)
        {
            foreach (var comment in comments.Beside(owner))
            {
                text.Append("  ").Append(comment);
            }
        }
        text.Append('\n');
    }

    private void Lines(IEnumerable<string> lines, int indent)
    {
        foreach (var line in lines)
        {
            Indent(indent);
            text.Append(line).Append('\n');
        }
    }

    private void Indent(int indent) => text.Append(' ', indent);

    // Several lines are kept as lines where YAML can hold them unchanged.
    private static bool IsLiteral(YamlText scalar) => scalar.Value.Contains('\n', StringComparison.Ordinal) && scalar.Value.Length > 1 && !scalar.Value.EndsWith("\n\n", StringComparison.Ordinal)
        && !char.IsWhiteSpace(scalar.Value[0]) && scalar.Value.All(c => c == '\n' || !IsEscaped(c)) && !scalar.Value.Split('\n').Any(line => line.EndsWith(' '));

    private void Literal(YamlText scalar, YamlNode owner, int indent)
    {
        text.Append(scalar.Value.EndsWith('\n') ? " |" : " |-");
        EndLine(owner, scalar);
        foreach (var line in scalar.Value.TrimEnd('\n').Split('\n'))
        {
            if (line.Length > 0)
            {
                Indent(indent);
                text.Append(line);
            }
            text.Append('\n');
        }
    }

    /// <summary>A value plain where it can be, else in double quotes; prose and conditions always in quotes.</summary>
    private static string Scalar(YamlText scalar, string key, bool flow)
    {
        var value = scalar.Value;
        var isWord = Prose.Contains(key) || Language.Contains(key) && value.AsSpan().IndexOfAny(' ', '(') >= 0;
        return !isWord && IsPlain(value, flow) && !((scalar.IsQuoted || Texts.Contains(key)) && LooksTyped().IsMatch(value)) ? value : Quoted(value);
    }

    private static bool IsPlain(string value, bool flow) =>
        value.Length > 0 && (char.IsLetterOrDigit(value[0]) || value[0] is '_' or '/' || value[0] is '-' or '.' && value.Length > 1 && char.IsLetterOrDigit(value[1]))
        && value[^1] is not (':' or ' ') && !value.Contains(": ", StringComparison.Ordinal) && !value.Contains(" #", StringComparison.Ordinal)
        && !value.Any(c => IsEscaped(c) || c is '"' or '\\' or '`' || flow && c is ',' or '[' or ']' or '{' or '}') && !(flow && value.Contains(':', StringComparison.Ordinal) && !LooksTyped().IsMatch(value) && !Stamp().IsMatch(value));

    private static bool IsEscaped(char c) => char.IsControl(c) || c is '\u0085' or '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(c);

    private static string Quoted(string value)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsSurrogatePair(value, Math.Min(i, Math.Max(0, value.Length - 2))) && i + 1 < value.Length && char.IsHighSurrogate(c))
            {
                quoted.Append(c).Append(value[++i]);
                continue;
            }
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when IsEscaped(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => c.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }

    // What other readers of YAML would take for a number, a truth or nothing.
    [GeneratedRegex(@"\A(?:[-+]?[0-9][0-9_,.]*(?:[eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F]+|true|false|yes|no|on|off|null|~|y|n)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LooksTyped();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[-+][0-9:]+)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stamp();

    /// <summary>A text as a node: in quotes where it would be taken for something else.</summary>
    public static YamlText Text(string value) => new(value, default, 0, 0, LooksTyped().IsMatch(value) ? YamlDotNet.Core.ScalarStyle.DoubleQuoted : YamlDotNet.Core.ScalarStyle.Plain);
}
