using System.Globalization;
using NodaTime;
using Servanda.Agreements;

namespace Servanda.Files;

/// <summary>
/// One mapping of the agreement file while it is read. Each method reads one field as one type: what is missing is null or
/// empty, what is wrong is that too, with a finding.
/// </summary>
internal sealed class YamlFields
{
    private readonly Dictionary<string, KeyValuePair<YamlText, YamlNode>> entries = new(StringComparer.Ordinal);
    private readonly FindingList findings;
    private readonly string what;

    /// <param name="what">What the mapping is, for messages: "an actor".</param>
    /// <param name="known">The keys it may have; null where <see cref="OnlyKeys"/> follows.</param>
    public YamlFields(YamlMap map, string what, FindingList findings, IReadOnlyList<string>? known)
    {
        (this.what, this.findings, Start) = (what, findings, map.Start);
        foreach (var entry in map.Entries)
        {
            entries[entry.Key.Value] = entry;
        }
        if (known is not null)
        {
            OnlyKeys(known, elsewhere: null);
        }
    }

    public TextPosition Start { get; }

    /// <summary>Where the values of its keys stand, at any depth.</summary>
    public Excerpts Written => key => Find(entries.TryGetValue(FirstOf(key), out var entry) ? entry.Value : null, key);

    private static string FirstOf(string key) => key.IndexOf('/', StringComparison.Ordinal) is var end and >= 0 ? key[..end] : key;

    private static Excerpt? Find(YamlNode? node, string key)
    {
        foreach (var step in key.Split('/').Skip(1))
        {
            node = node switch
            {
                YamlMap map => map.Entries.FirstOrDefault(e => e.Key.Value == step).Value,
                YamlList list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Items.Count => list.Items[at],
                _ => null,
            };
        }
        return node switch
        {
            null => null,
            YamlText text => new Excerpt(text.Start, text.Value, text.To - text.From == text.Value.Length + (text.IsQuoted ? 2 : 0) && !text.IsBlock ? (text.IsQuoted ? 1 : 0) : null),
            _ => new Excerpt(node.Start, null),
        };
    }

    public bool Has(string key) => entries.ContainsKey(key);

    /// <summary>The place of a value; of the whole where the key is missing.</summary>
    public TextPosition PositionOf(string key) => entries.TryGetValue(key, out var entry) ? entry.Value.Start : Start;

    /// <summary>Reports every other key.</summary>
    /// <param name="elsewhere">A hint for a key that has its place somewhere else; null for one unknown everywhere.</param>
    public void OnlyKeys(IReadOnlyList<string> known, Func<string, string?>? elsewhere)
    {
        foreach (var (key, _) in entries.Values)
        {
            if (!known.Contains(key.Value, StringComparer.Ordinal))
            {
                var hint = elsewhere?.Invoke(key.Value) ?? (findings.IsFull ? null : Spelling.DidYouMeanOneOf(key.Value, known));
                findings.Error("unknown-key", $"{Capital(what)} has no {Spelling.Quote(key.Value)}.", key.Start, key.Value, hint, leavesGap: false);
            }
        }
    }

    public YamlNode? Node(string key) => entries.TryGetValue(key, out var entry) ? entry.Value : null;

    public YamlText? Scalar(string key) => Node(key) is { } node ? ScalarOf(node, key) : null;

    public string? Text(string key) => Scalar(key)?.Value;

    public string RequiredText(string key, string? hint = null)
    {
        Require(key, hint);
        return Text(key) ?? "";
    }

    public void Require(string key, string? hint = null)
    {
        if (!Has(key))
        {
            findings.Error("missing-key", $"{Capital(what)} needs {Spelling.Quote(key)}.", Start, null, hint ?? $"add {Spelling.Quote(key)}");
        }
    }

    /// <summary>The id of what the mapping declares; empty where it has none that could be named.</summary>
    public string Id()
    {
        Require("id");
        return Scalar("id") is { } id && IsId(id) ? id.Value : "";
    }

    private bool IsId(YamlText id)
    {
        if (Spelling.IsId(id.Value))
        {
            return true;
        }
        var likely = string.Concat(id.Value.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        findings.Error("bad-id", $"{Spelling.Quote(id.Value)} is no id.", id.Start, id.Value,
            "an id is small letters, digits and hyphens, beginning with a letter" + (Spelling.IsId(likely) ? $"; did you mean `{likely}`?" : ""));
        return false;
    }

    public IReadOnlyList<YamlText> Scalars(string key)
    {
        if (Node(key) is not { } node)
        {
            return [];
        }
        if (node is not YamlList list)
        {
            WrongType(node, key, "a list", node is YamlText { IsNothing: false } one ? $"write [{one.Value}]" : "write its items in brackets: [one, other]");
            return [];
        }
        return [.. list.Items.Select(item => ScalarOf(item, key)).OfType<YamlText>()];
    }

    /// <summary>A list, or its only item alone.</summary>
    public IReadOnlyList<YamlText> ScalarOrScalars(string key) => Node(key) is YamlText { IsNothing: false } one ? [one] : Scalars(key);

    public IReadOnlyList<string> Texts(string key) => [.. Scalars(key).Select(t => t.Value)];

    public T? Word<T>(string key) where T : struct, Enum => Scalar(key) is { } word ? WordOf<T>(word, key) : null;

    public IReadOnlyList<T> Words<T>(string key) where T : struct, Enum => [.. Scalars(key).Select(word => WordOf<T>(word, key)).OfType<T>()];

    private T? WordOf<T>(YamlText word, string key) where T : struct, Enum
    {
        var value = Spelling.Read<T>(word.Value);
        if (value is null)
        {
            NotAWord(word, key, Spelling.All<T>());
        }
        return value;
    }

    public string? OneOf(string key, IReadOnlyList<string> known)
    {
        if (Scalar(key) is not { } word)
        {
            return null;
        }
        if (known.Contains(word.Value, StringComparer.Ordinal))
        {
            return word.Value;
        }
        NotAWord(word, key, known);
        return null;
    }

    private void NotAWord(YamlText word, string key, IReadOnlyList<string> known) =>
        findings.Error("bad-enum", $"{Spelling.Quote(word.Value)} is no {key}.", word.Start, word.Value, Spelling.DidYouMeanOneOf(word.Value, known));

    public bool? Truth(string key)
    {
        if (Scalar(key) is not { } word)
        {
            return null;
        }
        if (word.Value is "true" or "false")
        {
            return word.Value is "true";
        }
        WrongType(word, key, "true or false", word.Value.ToLowerInvariant() switch { "yes" or "on" or "true" => "write true", "no" or "off" or "false" => "write false", _ => "write true or false" });
        return null;
    }

    public decimal? Number(string key, decimal least, decimal most) => Scalar(key) is { } number ? NumberOf(number, least, most, whole: false) : null;

    public int? WholeNumber(string key, int least, int most) => Scalar(key) is { } number ? (int?)NumberOf(number, least, most, whole: true) : null;

    /// <summary>A share as a decimal, 0.05, or as a percentage, 5%.</summary>
    public decimal? Share(string key)
    {
        if (Scalar(key) is not { } share)
        {
            return null;
        }
        return share.Value.EndsWith('%')
            ? NumberOf(new YamlText(share.Value[..^1], share.Start, share.From, share.To, YamlDotNet.Core.ScalarStyle.Plain), 0, 100, whole: false) / 100m
            : NumberOf(share, 0, 1, whole: false);
    }

    private decimal? NumberOf(YamlText text, decimal least, decimal most, bool whole)
    {
        if (!decimal.TryParse(text.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            findings.Error("bad-number", $"{Spelling.Quote(text.Value)} is no number.", text.Start, text.Value, "write digits with a point, such as 300 or 0.8");
            return null;
        }
        if (number < least || number > most || whole && !decimal.IsInteger(number))
        {
            var range = most >= Claims.ClaimJson.LargestNumber ? $"at least {least}" : $"from {least} to {most}";
            findings.Error("bad-number", $"{Spelling.Quote(text.Value)} does not fit here.", text.Start, text.Value, $"it has to be {(whole ? "a whole number " : "")}{range}");
            return null;
        }
        return number;
    }

    public Stamp? Stamp(string key)
    {
        if (Scalar(key) is not { } text)
        {
            return null;
        }
        var stamp = Agreements.Stamp.TryParse(text.Value);
        if (stamp is null)
        {
            BadDate(text, "write a day, 2026-01-10, or an instant with its offset, 2026-01-10T12:00:00+01:00");
        }
        return stamp;
    }

    public LocalDate? Day(string key) => Scalar(key) is { } text ? DayOf(text) : null;

    public IReadOnlyList<LocalDate> Days(string key) => [.. Scalars(key).Select(DayOf).OfType<LocalDate>()];

    private LocalDate? DayOf(YamlText text)
    {
        var day = Agreements.Stamp.TryParse(text.Value)?.Day;
        if (day is null)
        {
            BadDate(text, "write a day, 2026-01-10");
        }
        return day;
    }

    private void BadDate(YamlText text, string hint) => findings.Error("bad-date", $"{Spelling.Quote(text.Value)} is no date.", text.Start, text.Value, hint);

    public TimeLength? Length(string key)
    {
        if (Scalar(key) is not { } text)
        {
            return null;
        }
        var length = TimeLength.TryParse(text.Value);
        if (length is null)
        {
            findings.Error("bad-length", $"{Spelling.Quote(text.Value)} is no length of time.", text.Start, text.Value, "a length is a number and a unit: 72h, 3d, 5bd, 2w, 6mo, 1y");
        }
        return length;
    }

    /// <summary>A mapping inside this one.</summary>
    public YamlFields? Fields(string key, string of, IReadOnlyList<string>? known)
    {
        if (Node(key) is not { } node)
        {
            return null;
        }
        if (node is YamlMap map)
        {
            return new YamlFields(map, of, findings, known);
        }
        WrongType(node, key, "a mapping with keys of its own", "write its keys in braces, {key: value}, or each on a line below it");
        return null;
    }

    /// <summary>A list of mappings inside this one.</summary>
    public IEnumerable<YamlFields> Each(string key, string of, IReadOnlyList<string>? known)
    {
        foreach (var map in Maps(key))
        {
            yield return new YamlFields(map, of, findings, known);
        }
    }

    public IEnumerable<YamlMap> Maps(string key)
    {
        if (Node(key) is not { } node)
        {
            yield break;
        }
        if (node is not YamlList list)
        {
            WrongType(node, key, "a list", "begin each item with `- `");
            yield break;
        }
        foreach (var item in list.Items)
        {
            if (item is YamlMap map)
            {
                yield return map;
            }
            else
            {
                WrongType(item, key, "a list of mappings", "begin each item with `- ` and its first key: `- id: ...`");
            }
        }
    }

    private YamlText? ScalarOf(YamlNode node, string key)
    {
        if (node is not YamlText text)
        {
            WrongType(node, key, "one value", "write one text, in quotes where it holds brackets, `: ` or ` #`");
            return null;
        }
        if (string.IsNullOrWhiteSpace(text.Value))
        {
            findings.Error("wrong-type", $"{Spelling.Quote(key)} is empty.", text.Start, null, "give it a value, or leave it out");
            return null;
        }
        return text;
    }

    private void WrongType(YamlNode node, string key, string expected, string? hint)
    {
        var found = node switch
        {
            YamlList => "a list",
            YamlMap => "a mapping",
            YamlText { IsNothing: true } => "empty",
            _ => "one value",
        };
        findings.Error("wrong-type", $"{Spelling.Quote(key)} is {found}; expected {expected}.", node.Start, (node as YamlText)?.Value, hint ?? (found is "empty" ? "leave it out if there is nothing to say" : null));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
