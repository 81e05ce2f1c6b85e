using System.Text;
using Servanda.Agreements;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Servanda.Files;

/// <summary>A node of a YAML file with its place. Every scalar is text: YAML's own typing would change what people wrote.</summary>
internal abstract class YamlNode(TextPosition start)
{
    public TextPosition Start => start;
}

internal sealed class YamlText(string value, TextPosition start, int from, int to, ScalarStyle style) : YamlNode(start)
{
    public string Value => value;

    /// <summary>Where it begins and ends in the text of the file, quotes included.</summary>
    public int From => from;
    public int To => to;
    public bool IsQuoted => style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted;
    public bool IsBlock => style is ScalarStyle.Literal or ScalarStyle.Folded;

    /// <summary>A key with nothing after it.</summary>
    public bool IsNothing => value.Length == 0 && !IsQuoted && !IsBlock;
}

internal sealed class YamlList(IReadOnlyList<YamlNode> items, TextPosition start) : YamlNode(start)
{
    public IReadOnlyList<YamlNode> Items => items;
}

internal sealed class YamlMap(IReadOnlyList<KeyValuePair<YamlText, YamlNode>> entries, TextPosition start) : YamlNode(start)
{
    public IReadOnlyList<KeyValuePair<YamlText, YamlNode>> Entries => entries;
}

/// <summary>
/// The YAML of a file as a tree, built event by event. Aliases, anchors, tags and merge keys are refused, because a few
/// lines of them unfold to gigabytes and because a reader of the file should see what is in it where it stands.
/// </summary>
internal static class YamlTree
{
    private const int DeepestNesting = 40;

    // A thousand provisions take some fifty thousand; a file made of commas alone must not fill the memory.
    private const int MostNodes = 6_000_000;

    /// <summary>The root of the file; null where it cannot be read at all, which is then a finding.</summary>
    public static YamlNode? Read(string text, FindingList findings)
    {
        try
        {
            var parser = new GuardedParser(text);
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                findings.Error("yaml-syntax", "The file is empty.", new TextPosition(1, 1), null, "start from a sample, such as agreements/example-truce/agreement.yaml");
                return null;
            }
            parser.Consume<DocumentStart>();
            var root = new Builder(parser, findings).Node(depth: 0);
            if (root is not null)
            {
                parser.Consume<DocumentEnd>();
                if (parser.Accept<DocumentStart>(out var second))
                {
                    findings.Error("yaml-syntax", "A second document begins here.", PositionOf(second.Start), "---", "a file holds one agreement");
                }
            }
            return root;
        }
        catch (YamlException exception)
        {
            var (why, next) = InPlainWords(exception.Message);
            findings.Error("yaml-syntax", $"This is not YAML: {why}.", why == ATab ? FirstTab(text, exception.Start) : PositionOf(exception.Start), null, next);
            return null;
        }
    }

    private static TextPosition PositionOf(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private const string ATab = "a tab stands where YAML wants spaces";

    // The library names the place where what the tab breaks began.
    private static TextPosition FirstTab(string text, Mark began)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var indentation = line[..(line.Length - line.TrimStart(" \t").Length)];
            if (number >= began.Line && indentation.Length < line.Length && line[indentation.Length] is not '#' && indentation.IndexOf('\t') is >= 0 and var at)
            {
                return new TextPosition(number, at + 1);
            }
        }
        return PositionOf(began);
    }

    // The library's reasons speak of tokens; the slips that people make have plainer names.
    private static readonly (string Reason, string Why, string Next)[] Slips =
    [
        ("invalid mapping", "a `: ` stands inside a text that is not in quotes", "put the whole text in quotes, or, if it is a key, in the column of the keys above"),
        ("expected ',' or ']'", "a list that `[` begins is not closed before this", "close it with `]`, and part its items with commas"),
        ("expected ',' or '}'", "a mapping that `{` begins is not closed before this", "close it with `}`, and part its keys with commas"),
        ("quoted scalar, found unexpected end", "a text in quotes is not closed", "close it with the quote it begins with"),
        ("unknown escape", "a `\\` begins no known escape", "in double quotes write `\\\\`, or put the text in single quotes"),
        ("tab", ATab, "indent with spaces"),
        ("expected '-' indicator", "the indentation does not fit the list above", "begin each item with `- `, all in one column"),
        ("expected key", "the indentation does not fit the lines above", "put the keys of one mapping in one column"),
        ("could not find expected ':'", "a key has no `:` after it", "write `key: value`"),
        ("cannot start any token", "a text cannot begin with this character", "put the text in quotes"),
        ("not allowed in this context", "a list cannot begin here", "begin it on a line of its own"),
    ];

    private static (string Why, string Next) InPlainWords(string message)
    {
        foreach (var (reason, why, next) in Slips)
        {
            if (message.Contains(reason, StringComparison.Ordinal))
            {
                return (why, next);
            }
        }
        var words = string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c)).Trim().TrimEnd('.');
        return (words.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(words[0]) + words[1..],
            "check the indentation, and put texts with `: `, ` #` or a special character at their beginning in quotes");
    }

    /// <summary>YamlDotNet's parser, whose own slips on damaged files are reported as what they are: the file is not YAML.</summary>
    private sealed class GuardedParser(string text) : IParser
    {
        private readonly Parser parser = new(new StringReader(text));
        private Mark last = new(0, 1, 1);

        public ParsingEvent? Current => parser.Current;

        public bool MoveNext()
        {
            try
            {
                var moved = parser.MoveNext();
                last = parser.Current?.End ?? last;
                return moved;
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IndexOutOfRangeException or FormatException or OverflowException)
            {
                throw new YamlException(last, last, "what follows cannot be read", exception);
            }
        }
    }

    private sealed class Builder(IParser parser, FindingList findings)
    {
        private int nodes;

        public YamlNode? Node(int depth)
        {
            if (++nodes > MostNodes)
            {
                findings.Error("file-too-large", $"The file has more than {MostNodes} parts, which no agreement has.", PositionOf(parser.Current!.End), null, "claims belong in claims.jsonl");
                return null;
            }
            if (depth > DeepestNesting)
            {
                parser.Accept<NodeEvent>(out var deep);
                findings.Error("too-deep", $"It is nested more than {DeepestNesting} deep.", PositionOf((deep ?? parser.Current)!.Start), null, "an agreement needs no more than ten levels");
                return null;
            }
            if (parser.TryConsume<AnchorAlias>(out var alias))
            {
                return Refuse(alias.Start, "*" + alias.Value, "An alias `*` stands for something written elsewhere.");
            }
            if (parser.TryConsume<Scalar>(out var scalar))
            {
                return Marked(scalar) ?? TextOf(scalar);
            }
            if (parser.TryConsume<SequenceStart>(out var sequence))
            {
                return Marked(sequence) is { } refused ? refused : List(sequence, depth);
            }
            if (parser.TryConsume<MappingStart>(out var mapping))
            {
                return Marked(mapping) is { } refused ? refused : Map(mapping, depth);
            }
            throw new SemanticErrorException(parser.Current!.Start, parser.Current.End, "Something other than a value stands here");
        }

        private YamlList? List(SequenceStart sequence, int depth)
        {
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                if (Node(depth + 1) is not { } item)
                {
                    return null;
                }
                items.Add(item);
            }
            return new YamlList(items, PositionOf(sequence.Start));
        }

        private YamlMap? Map(MappingStart mapping, int depth)
        {
            var entries = new List<KeyValuePair<YamlText, YamlNode>>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (Node(depth + 1) is not { } key)
                {
                    return null;
                }
                if (key is not YamlText name)
                {
                    findings.Error("yaml-syntax", "A key is a name, not a list or a mapping.", key.Start, null, "quote a text that begins with `[` or `{`");
                    return null;
                }
                if (name is { Value: "<<", IsQuoted: false })
                {
                    Refuse(name.Start, name.Value, "The merge key `<<` stands for something written elsewhere.");
                    return null;
                }
                if (Node(depth + 1) is not { } value)
                {
                    return null;
                }
                if (seen.Add(name.Value))
                {
                    entries.Add(new(name, value));
                }
                else
                {
                    findings.Error("duplicate-key", $"{Spelling.Quote(name.Value)} is given twice.", name.Start, name.Value, "keep one of the two");
                }
            }
            return new YamlMap(entries, PositionOf(mapping.Start));
        }

        private YamlText TextOf(Scalar scalar)
        {
            if (scalar.Value.AsSpan().IndexOf('\0') >= 0)
            {
                findings.Error("bad-text", "The text holds a NUL character.", PositionOf(scalar.Start), null, "remove the escape");
            }
            return new YamlText(scalar.Value, PositionOf(scalar.Start), (int)scalar.Start.Index, (int)scalar.End.Index, scalar.Style);
        }

        private YamlNode? Marked(NodeEvent node)
        {
            if (!node.Anchor.IsEmpty)
            {
                Refuse(node.Start, "&" + node.Anchor.Value, "An anchor `&` names something for use elsewhere.");
            }
            else if (!node.Tag.IsEmpty)
            {
                Refuse(node.Start, node.Tag.IsNonSpecific ? "!" : null, "A tag `!` changes what a value is.");
            }
            // What carries one of them is still read for its findings.
            return null;
        }

        private YamlText? Refuse(Mark at, string? text, string message) => Refuse(PositionOf(at), text, message);

        private YamlText Refuse(TextPosition at, string? text, string message)
        {
            findings.Error("yaml-alias", message, at, text, "write it out where it belongs; `servanda` reads no aliases, anchors, tags or merge keys");
            return new YamlText("", at, 0, 0, ScalarStyle.DoubleQuoted);
        }
    }

    /// <summary>Where the characters of a text stand in its file, also where it runs over several lines.</summary>
    public static Func<int, TextPosition> Locator(YamlText scalar, string text)
    {
        var from = scalar.From + (scalar.IsQuoted ? 1 : 0);
        if (!scalar.IsBlock && from + scalar.Value.Length <= text.Length && text.AsSpan(from, scalar.Value.Length).SequenceEqual(scalar.Value) && !scalar.Value.Contains('\n', StringComparison.Ordinal))
        {
            var (line, column) = (scalar.Start.Line, scalar.Start.Column + from - scalar.From);
            return offset => new TextPosition(line, column + offset);
        }
        var places = Aligned(scalar, text);
        return offset => places[Math.Min(offset, places.Length - 1)];
    }

    // Folding changes white space only, so the other characters of the value are found in the file in their order.
    private static TextPosition[] Aligned(YamlText scalar, string text)
    {
        var places = new TextPosition[scalar.Value.Length + 1];
        var place = scalar.Start;
        var at = Math.Min(scalar.From, text.Length);
        var end = Math.Min(Math.Max(scalar.To, at), text.Length);
        void Step()
        {
            place = text[at] is '\n' ? new TextPosition(place.Line + 1, 1) : place with { Column = place.Column + 1 };
            at++;
        }
        while (scalar.IsBlock && at < end && text[at] is not '\n')
        {
            Step();
        }
        if (scalar.IsQuoted && at < end)
        {
            Step();
        }
        for (var i = 0; i < scalar.Value.Length; i++)
        {
            if (!char.IsWhiteSpace(scalar.Value[i]))
            {
                while (at < end && text[at] != scalar.Value[i])
                {
                    Step();
                }
            }
            places[i] = place;
            if (at < end && !char.IsWhiteSpace(scalar.Value[i]))
            {
                Step();
            }
        }
        places[^1] = place;
        return places;
    }
}
