using System.Text.RegularExpressions;

namespace Servanda.Agreements.Checking;

/// <summary>
/// Words on which the text hangs and which it does not define: <c>undefined-term</c>. Three ways tell one: it is put in
/// quotes; it is nearly, but not quite, a term that is defined; or it is one of the terms of art over whose meaning
/// agreements have stalled. English only.
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
        var used = new Dictionary<string, (string Written, string? Near, List<Provision> By)>(StringComparer.Ordinal);
        var near = new NearTerms(agreement.Definitions.Select(d => d.Term));
        foreach (var provision in agreement.Provisions)
        {
            foreach (var (term, written, like) in TermsIn(provision.Text, near))
            {
                if (!defined.Contains(term) && !explained.Exists(e => Holds(e, term)) && !explained.Exists(e => Holds(term, e)))
                {
                    var (_, _, by) = used.TryGetValue(term, out var known) ? known : used[term] = (written, like, []);
                    by.Add(provision);
                }
            }
        }
        foreach (var (written, like, by) in used.Values)
        {
            var first = by[0];
            findings.Warning("undefined-term", DraftFindings.At(first, "text").Part(written),
                $"\"{written}\" is not defined{(by.Count > 1 ? $", and {by.Count} provisions use it" : $", and {findings.Titled(first)} turns on it")}: each side will read into it what suits it.",
                like is null ? $"add it to `definitions`: {{term: {written}, means: ...}}" : $"did you mean \"{like}\", which is defined? Write a term one way throughout",
                [.. by.Select(p => p.Id).Distinct(StringComparer.Ordinal)]);
        }
    }

    private static IEnumerable<(string Term, string Written, string? Like)> TermsIn(string text, NearTerms near)
    {
        foreach (Match quoted in Quoted().Matches(text))
        {
            var written = quoted.Groups["term"].Value.Trim(' ', ',', '.');
            if (written.Length > 0)
            {
                yield return (Plain(written), written, near.Of(written));
            }
        }
        var words = Words().Matches(text);
        for (var i = 0; i < words.Count; i++)
        {
            for (var length = 3; length >= 1; length--)
            {
                if (i + length > words.Count)
                {
                    continue;
                }
                var written = text[words[i].Index..(words[i + length - 1].Index + words[i + length - 1].Length)];
                var plain = Plain(written);
                if (Art.Contains(plain))
                {
                    yield return (plain, written, null);
                    break;
                }
                if (near.Of(written) is { } like)
                {
                    yield return (plain, written, like);
                    break;
                }
            }
        }
    }

    private static readonly HashSet<string> Art = [.. TermsOfArt.Select(Plain)];

    // One form for a term however it is written: small letters, each word without its plural's s.
    private static string Plain(string term) => string.Join(' ', Words().Matches(term.ToLowerInvariant()).Select(m => Singular(m.Value)));

    private static string Singular(string word) => word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4 ? word[..^3] + "y" : ContentWords.Singular(word);

    private static bool Holds(string whole, string part) => $" {whole} ".Contains($" {part} ", StringComparison.Ordinal);

    [GeneratedRegex("[\"“„«](?<term>[^\"“”„«»]{2,60})[\"”»]|‘(?<term>[^‘’]{2,60})’", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[\p{L}\p{Nd}]+(?:[-'’][\p{L}\p{Nd}]+)*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    /// <summary>Finds what is nearly a defined term: a slip of a letter or two, or the same words in another form.</summary>
    private sealed class NearTerms
    {
        private readonly Dictionary<string, string> written = new(StringComparer.Ordinal);
        private readonly HashSet<(int Words, char First)> shapes = [];

        public NearTerms(IEnumerable<string> terms)
        {
            foreach (var term in terms.Where(t => t.Length >= 6))
            {
                var plain = Plain(term);
                if (plain.Length > 0 && written.TryAdd(plain, term))
                {
                    shapes.Add((plain.Count(c => c == ' ') + 1, plain[0]));
                }
            }
        }

        public string? Of(string phrase)
        {
            if (phrase.Length < 6 || written.Count == 0 || !shapes.Contains((phrase.Count(c => c == ' ') + 1, char.ToLowerInvariant(phrase[0]))))
            {
                return null;
            }
            var plain = Plain(phrase);
            if (written.ContainsKey(plain))
            {
                return null;
            }
            var words = plain.Count(c => c == ' ');
            // A word that differs by more than a slip is another word.
            var like = written.Keys.Where(t => t[0] == plain[0] && t.Count(c => c == ' ') == words && Math.Abs(t.Length - plain.Length) <= 2).ToList();
            return like.Count > 0 && NearMiss.Of(plain, like) is { } nearest && IsASlip(plain, nearest) ? written[nearest] : null;
        }

        private static bool IsASlip(string one, string other)
        {
            var (a, b) = (one.Split(' '), other.Split(' '));
            return a.Zip(b).All(p => p.First == p.Second || p.First.Length >= 5 && p.First[0] == p.Second[0] && NearMiss.Of(p.First, [p.Second]) is not null && Math.Abs(p.First.Length - p.Second.Length) <= 1 && Differences(p.First, p.Second) <= 2);
        }

        private static int Differences(string a, string b) => a.GroupBy(c => c).Sum(g => Math.Max(0, g.Count() - b.Count(c => c == g.Key)));
    }
}
