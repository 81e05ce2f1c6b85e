namespace Servanda.Files;

/// <summary>
/// The comments of a file, each with the key or list item it belongs to: the one on whose line it ends, else the next one
/// below it; one that is set further in than what follows belongs to what stands above.
/// </summary>
internal sealed class YamlComments
{
    public static YamlComments None { get; } = new();

    private readonly Dictionary<YamlNode, List<string>> before = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<YamlNode, List<string>> beside = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<YamlNode, List<string>> after = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<YamlNode> around = new(ReferenceEqualityComparer.Instance);

    private YamlComments()
    {
    }

    public IReadOnlyList<string> Header { get; private init; } = [];
    public IReadOnlyList<string> Footer { get; private init; } = [];

    public IReadOnlyList<string> Before(YamlNode node) => before.GetValueOrDefault(node) ?? [];
    public IReadOnlyList<string> Beside(YamlNode node) => beside.GetValueOrDefault(node) ?? [];
    public IReadOnlyList<string> After(YamlNode node) => after.GetValueOrDefault(node) ?? [];

    /// <summary>Whether a comment belongs to something inside the node, which then needs lines of its own.</summary>
    public bool IsInside(YamlNode node) => around.Contains(node);

    /// <summary>A key of a mapping or an item of a list, and what it stands in, outermost first.</summary>
    /// <param name="Column">Where it begins: for an item of a list its hyphen.</param>
    private sealed record Holder(YamlNode Node, int Column, IReadOnlyList<YamlNode> In);

    public static YamlComments Of(string text, YamlMap root)
    {
        var holders = new List<Holder>();
        var scalars = new List<YamlText>();
        Collect(root, [root], holders, scalars);
        var firstLine = holders.Count > 0 ? holders[0].Node.Start.Line : int.MaxValue;
        var (header, footer) = (new List<string>(), new List<string>());
        var comments = new YamlComments { Header = header, Footer = footer };
        var onLine = new Dictionary<int, Holder>();
        foreach (var holder in holders)
        {
            onLine.TryAdd(holder.Node.Start.Line, holder);
        }
        foreach (var (line, column, isAlone, comment) in Found(text, scalars))
        {
            if (line < firstLine)
            {
                header.Add(comment);
            }
            else if (!isAlone && onLine.TryGetValue(line, out var holder))
            {
                comments.Add(comments.beside, holder, comment);
            }
            else
            {
                var next = FirstBelow(holders, line);
                if (next == holders.Count)
                {
                    footer.Add(comment);
                }
                else if (column > holders[next].Column && holders.FindLastIndex(next - 1, h => h.Column == column) is var above and >= 0)
                {
                    comments.Add(comments.after, holders[above], comment);
                }
                else
                {
                    comments.Add(comments.before, holders[next], comment);
                }
            }
        }
        return comments;
    }

    // They come in the order of the file.
    private static int FirstBelow(List<Holder> holders, int line)
    {
        var (from, to) = (0, holders.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = holders[middle].Node.Start.Line > line ? (from, middle) : (middle + 1, to);
        }
        return from;
    }

    private void Add(Dictionary<YamlNode, List<string>> to, Holder holder, string comment)
    {
        (to.TryGetValue(holder.Node, out var known) ? known : to[holder.Node] = []).Add(comment);
        around.UnionWith(holder.In);
    }

    private static void Collect(YamlNode node, IReadOnlyList<YamlNode> path, List<Holder> holders, List<YamlText> scalars)
    {
        switch (node)
        {
            case YamlMap map:
                foreach (var (key, value) in map.Entries)
                {
                    holders.Add(new Holder(key, key.Start.Column, path));
                    scalars.Add(key);
                    Collect(value, [.. path, value], holders, scalars);
                }
                break;
            case YamlList list:
                foreach (var item in list.Items)
                {
                    holders.Add(new Holder(item, item.Start.Column - 2, path));
                    Collect(item, [.. path, item], holders, scalars);
                }
                break;
            case YamlText text:
                scalars.Add(text);
                break;
        }
    }

    // A # outside every scalar, at the beginning of a line or after white space, begins a comment.
    private static IEnumerable<(int Line, int Column, bool IsAlone, string Comment)> Found(string text, List<YamlText> scalars)
    {
        var spans = scalars.Where(s => s.To > s.From).OrderBy(s => s.From).ToList();
        var (line, lineStart, span) = (1, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            while (span < spans.Count && spans[span].To <= i)
            {
                span++;
            }
            // The head of a block text may have a comment of its own, which is no part of the text.
            var inScalar = span < spans.Count && i >= spans[span].From && !(spans[span].IsBlock && IsHead(text, spans[span], i));
            if (text[i] == '\n')
            {
                (line, lineStart) = (line + 1, i + 1);
            }
            else if (text[i] == '#' && !inScalar && (i == lineStart || char.IsWhiteSpace(text[i - 1])))
            {
                var end = text.IndexOf('\n', i) is var found and >= 0 ? found : text.Length;
                yield return (line, i - lineStart + 1, string.IsNullOrWhiteSpace(text[lineStart..i]), text[i..end].TrimEnd());
                i = end - 1;
            }
        }
    }

    private static bool IsHead(string text, YamlText block, int at) => text.IndexOf('\n', block.From) is var end && (end < 0 || at < end);
}
