using System.Text.RegularExpressions;

namespace Servanda.Agreements.Checking;

/// <summary>
/// Words on which the text hangs and which it does not define: <c>undefined-term</c>. Four ways tell one: it is put in
/// quotes; it is nearly, but not quite, a term that is defined; it is one of the terms of art over whose meaning
/// agreements have stalled; or it is a time or a measure that is none (<see cref="VagueWords"/>). English only.
/// </summary>
internal static partial class TermChecks
{
    // Each has been read in two ways where it stood undefined; the reference says where they come from.
    private static readonly string[] TermsOfArt =
    [
        "armed group", "armed formation", "buffer zone", "contact line", "line of contact", "demilitarised zone", "demilitarized zone", "security zone", "de-escalation zone",
        "foreign fighter", "foreign force", "foreign formation", "illegal armed group", "mercenary", "heavy weapon", "heavy weaponry", "light weapon", "hostile act", "hostility", "offensive operation",
        "local force", "local security force", "local authority", "military infrastructure", "military manifestation", "military presence", "provocation", "reinforcement", "self-defence", "self-defense",
        "unauthorised facility", "unauthorized facility", "humanitarian aid", "humanitarian access", "political settlement",
    ];

    public static void Of(DraftFindings findings)
    {
        var agreement = findings.Agreement;
        var defined = agreement.Definitions.Select(d => d.Term)
            .Concat(agreement.Zones.Select(z => z.Name)).Concat(agreement.Actors.SelectMany(a => a.Aliases.Append(a.Name)))
            .Concat(agreement.Meetings.Select(m => m.Title)).Append(agreement.Title).Select(Plain).ToHashSet(StringComparer.Ordinal);
        var explained = agreement.Definitions.Select(d => Plain(d.Term)).ToList();
        var used = new Dictionary<string, (string Written, string? Near, List<(Provision Provision, string Key)> By)>(StringComparer.Ordinal);
        var forms = new Forms();
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        var near = new NearTerms(agreement.Definitions.Select(d => d.Term));
        foreach (var (provision, key, text) in agreement.Provisions.SelectMany(TextsOf))
        {
            foreach (var (term, written, like) in TermsIn(text, near, forms, defined).Where(t => !IsDated(provision, t.Term)))
            {
                if (!defined.Contains(term) && !(known.TryGetValue(term, out var isExplained) ? isExplained : known[term] = IsExplained(term, explained)))
                {
                    var (_, _, by) = used.TryGetValue(term, out var before) ? before : used[term] = (written, like, []);
                    by.Add((provision, key));
                }
            }
        }
        foreach (var (term, (written, like, by)) in used)
        {
            var first = by[0];
            var at = DraftFindings.At(first.Provision, first.Key, "text").Part(written);
            List<string> provisions = [.. by.Select(b => b.Provision.Id).Distinct(StringComparer.Ordinal)];
            var message = $"\"{written}\" is not defined, and {(provisions.Count > 1 ? $"{provisions.Count} provisions use it" : $"{findings.Titled(first.Provision)} turns on it")}: each side will read into it what suits it.";
            var hint = like is not null ? $"did you mean \"{like}\", which is defined? Write a term one way throughout"
                : Times.ContainsKey(term) ? "say by when, `within: {to: ...}` counted from an anchor, or what it means under `definitions`"
                : Measures.ContainsKey(term) ? "say how much, in which case or who decides, or what it means under `definitions`"
                : $"add it to `definitions`: {{term: {written}, means: ...}}";
            // What the text itself treats as a term is a slip; what only practice does is a question.
            if (like is null && IsKnown(term))
            {
                findings.Note("undefined-term", at, message, hint, provisions);
            }
            else
            {
                findings.Warning("undefined-term", at, message, hint, provisions);
            }
        }
    }

    // What a duty asks, and what lets it be: "after sufficient warning".
    private static IEnumerable<(Provision Provision, string Key, string Text)> TextsOf(Provision provision) =>
        [(provision, "text", provision.Text), .. provision.Exceptions.Select((e, i) => (provision, $"exceptions/{i}/text", e.Text))];

    // A deadline says what a word like "promptly" leaves open.
    private static bool IsDated(Provision provision, string term) => provision.Within?.To is not null && Times.ContainsKey(term);

    // By what it is part of or has in it; of a measure alone ("reasonable") what it is part of is one case of many.
    private static bool IsExplained(string term, List<string> explained) =>
        explained.Exists(e => Holds(term, e) || Holds(e, term) && !(Measures.ContainsKey(term) && !term.Contains(' ', StringComparison.Ordinal)));

    private static IEnumerable<(string Term, string Written, string? Like)> TermsIn(string text, NearTerms near, Forms forms, HashSet<string> defined)
    {
        foreach (var quoted in text.AsSpan().IndexOfAny(Quotes) < 0 ? Enumerable.Empty<Match>() : Quoted().Matches(text))
        {
            var written = quoted.Groups["term"].Value.Trim(' ', ',', '.');
            if (written.Length > 0)
            {
                yield return (Plain(written), written, near.Of(Plain(written)));
            }
        }
        var words = new List<Word>();
        for (var at = 0; NextWord(text, at) is { Length: > 0 } word; at = word.Index + word.Length)
        {
            words.Add(new Word(word.Index, word.Length, forms.Of(text.AsSpan(word.Index, word.Length))));
        }
        for (var i = 0; i < words.Count; i++)
        {
            var begins = KnownBegins.Contains(words[i].Plain);
            for (var length = Math.Min(LongestTerm, words.Count - i); length >= 1; length--)
            {
                if (!begins && !near.MayBegin(words[i].Plain, length))
                {
                    continue;
                }
                var last = words[i + length - 1];
                var plain = length == 1 ? words[i].Plain : string.Join(' ', words.Skip(i).Take(length).Select(w => w.Plain));
                // What is defined or named is read as a whole: in "reasonable time" there is no other "reasonable".
                if (defined.Contains(plain))
                {
                    i += length - 1;
                    break;
                }
                var written = text[words[i].Index..(last.Index + last.Length)];
                var isKnown = IsKnown(plain) && IsWrittenSo(plain, written);
                var like = isKnown ? null : near.Of(plain);
                if (like is not null || isKnown)
                {
                    yield return (plain, written, like);
                    i += length - 1;
                    break;
                }
            }
        }
    }

    private readonly record struct Word(int Index, int Length, string Plain);

    private static readonly HashSet<string> Art = [.. TermsOfArt.Select(Plain)];
    private static readonly Dictionary<string, string> Times = ByPlain(VagueWords.Times);
    private static readonly Dictionary<string, string> Measures = ByPlain(VagueWords.Measures);
    private static readonly HashSet<string> KnownBegins = [.. Art.Concat(Times.Keys).Concat(Measures.Keys).Select(FirstOf)];
    private static readonly int LongestTerm = Art.Concat(Times.Keys).Concat(Measures.Keys).Max(t => t.Count(c => c is ' ') + 1);

    private static Dictionary<string, string> ByPlain(string[] phrases) => phrases.ToDictionary(Plain, p => p, StringComparer.Ordinal);

    private static bool IsKnown(string plain) => Art.Contains(plain) || Times.ContainsKey(plain) || Measures.ContainsKey(plain);

    // A term of art may stand in the plural; "appropriates" and "prompts" are other words than "appropriate" and "prompt".
    private static bool IsWrittenSo(string plain, string written) =>
        (Times.GetValueOrDefault(plain) ?? Measures.GetValueOrDefault(plain)) is not { } vague || written.EndsWith(vague[(vague.LastIndexOf(' ') + 1)..], StringComparison.OrdinalIgnoreCase);

    private static string FirstOf(string plain) => plain.Split(' ')[0];

    // One form for a term however it is written: small letters, each word without its plural's s.
    private static string Plain(string term)
    {
        var words = new List<string>();
        for (var at = 0; NextWord(term, at) is { Length: > 0 } word; at = word.Index + word.Length)
        {
            words.Add(Singular(term.Substring(word.Index, word.Length).ToLowerInvariant()));
        }
        return string.Join(' ', words);
    }

    // Letters and digits, with a hyphen or an apostrophe only between them; without length where there is none.
    private static (int Index, int Length) NextWord(string text, int from)
    {
        while (from < text.Length && !char.IsLetterOrDigit(text[from]))
        {
            from++;
        }
        var to = from;
        while (to < text.Length && (char.IsLetterOrDigit(text[to]) || text[to] is '-' or '\'' or '’' && to + 1 < text.Length && char.IsLetterOrDigit(text[to + 1])))
        {
            to++;
        }
        return (from, to - from);
    }

    /// <summary>The plain form of each word, worked out once: a long text has few different words.</summary>
    private sealed class Forms
    {
        private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> lookup;

        public Forms() => lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();

        public string Of(ReadOnlySpan<char> word)
        {
            if (!lookup.TryGetValue(word, out var plain))
            {
                var written = word.ToString();
                known[written] = plain = Singular(written.ToLowerInvariant());
            }
            return plain;
        }
    }

    private static string Singular(string word) => word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4 ? word[..^3] + "y" : ContentWords.Singular(word);

    private static bool Holds(string whole, string part) => $" {whole} ".Contains($" {part} ", StringComparison.Ordinal);

    private static readonly System.Buffers.SearchValues<char> Quotes = System.Buffers.SearchValues.Create("\"“„«‘'");

    // A single sign between letters, or after the s of a plural, is an apostrophe.
    [GeneratedRegex(@"[""“„«](?<term>[^""“”„«»]{2,60})[""”“»]|‘(?<term>(?:[^‘’]|(?<=\w)’(?=\w)){2,60})’(?!\w)|(?<!\w)'(?=\w)(?<term>(?:[^']|(?<=\w)'(?=\w)){2,60})'(?!\w)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    /// <summary>Finds what is nearly a defined term: a slip of a letter or two, or the same words in another form.</summary>
    private sealed class NearTerms
    {
        private readonly Dictionary<string, string> written = new(StringComparer.Ordinal);
        private readonly HashSet<(int Words, char First, int Length)> begins = [];

        public NearTerms(IEnumerable<string> terms)
        {
            foreach (var term in terms.Where(t => t.Length >= 6))
            {
                var plain = Plain(term);
                if (plain.Length > 0 && written.TryAdd(plain, term))
                {
                    var first = FirstOf(plain);
                    for (var difference = -1; difference <= 1; difference++)
                    {
                        begins.Add((plain.Split(' ').Length, first[0], first.Length + difference));
                    }
                }
            }
        }

        public bool MayBegin(string word, int words) => begins.Contains((words, word[0], word.Length));

        public string? Of(string plain)
        {
            if (plain.Length == 0 || written.ContainsKey(plain))
            {
                return null;
            }
            var words = plain.Split(' ');
            return MayBegin(words[0], words.Length) && written.Keys.FirstOrDefault(t => IsASlip(words, t.Split(' '))) is { } like ? written[like] : null;
        }

        // A word that differs by more than a slip of the pen is another word; of a short one only exchanged letters are a slip.
        private static bool IsASlip(string[] one, string[] other) => one.Length == other.Length && one.Zip(other).All(p => IsOneWord(p.First, p.Second)
            || p.First[0] == p.Second[0] && Math.Abs(p.First.Length - p.Second.Length) <= 1 && NearMiss.Of(p.First, [p.Second]) is not null
            && (p.First.Length >= 5 || one.Length > 1 && p.First.Order().SequenceEqual(p.Second.Order())))
            && one.Zip(other).Any(p => !IsOneWord(p.First, p.Second));

        // The same, or with another ending of grammar: decommissioned, decommissioning.
        private static bool IsOneWord(string one, string other)
        {
            var shared = one.Zip(other).TakeWhile(p => p.First == p.Second).Count();
            return shared >= 4 && Endings.Contains(one[shared..]) && Endings.Contains(other[shared..]) || one == other;
        }

        private static readonly string[] Endings = ["", "e", "d", "es", "ed", "er", "ing"];
    }
}
