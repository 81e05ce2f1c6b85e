using System.Text.RegularExpressions;
using NodaTime;
using Servanda.Acceptance;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Files;
using Servanda.Status;
using Servanda.Web.Words;
using Xunit;

namespace Servanda.Browser;

public sealed partial class The_translations
{
    public static TheoryData<string> Languages => [.. Language.All.Where(l => l != Language.English).Select(l => l.Code)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Have_words_for_every_text(string code)
    {
        var catalog = Catalog.Of(Language.Named(code)!);

        Assert.Empty(Texts().Keys.Where(text => catalog.Find(text) is null).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Have_words_for_nothing_else(string code) =>
        Assert.DoesNotContain(Catalog.Of(Language.Named(code)!).Keys.Except(Texts().Keys, StringComparer.Ordinal).Except(Steps.Value, StringComparer.Ordinal), text => !IsOfTheCore(text));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Set_in_what_the_English_sets_in(string code)
    {
        var language = Language.Named(code)!;
        var catalog = Catalog.Of(language);
        var wrong = new List<string>();
        foreach (var (text, many) in Texts().Where(t => catalog.Find(t.Key) is not null))
        {
            var forms = catalog.Find(text)!;
            if (forms.Length != (many is null ? 1 : language.Forms))
            {
                wrong.Add($"{text}: {forms.Length} forms");
            }
            // One, two and none may be said without their number.
            wrong.AddRange(forms.Where(form => !Holes(form).SetEquals(Holes(text)) && !(many is not null && Holes(form).Append("{0}").ToHashSet().SetEquals(Holes(text).Append("{0}")))).Select(form => $"{text}: {form}"));
            wrong.AddRange(forms.Where(form => char.IsWhiteSpace(text[0]) != char.IsWhiteSpace(form[0]) || char.IsWhiteSpace(text[^1]) != char.IsWhiteSpace(form[^1])).Select(form => $"{text}: space at an end of {form}"));
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("ar", 0, 0)]
    [InlineData("ar", 1, 1)]
    [InlineData("ar", 2, 2)]
    [InlineData("ar", 103, 3)]
    [InlineData("ar", 111, 4)]
    [InlineData("ar", 100, 5)]
    [InlineData("uk", 21, 0)]
    [InlineData("uk", 12, 2)]
    [InlineData("uk", 24, 1)]
    [InlineData("fr", 0, 0)]
    [InlineData("he", 2, 1)]
    public void Count_as_the_language_counts(string code, long number, int form) => Assert.Equal(form, Language.Named(code)!.Plural(number));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Have_words_for_every_step_of_a_proof(string code)
    {
        var catalog = Catalog.Of(Language.Named(code)!);

        Assert.Empty(Steps.Value.Where(step => catalog.Find(step) is null).Order(StringComparer.Ordinal));
    }

    /// <summary>What the proofs of the worked agreements ask and give as reasons; conditions stand in the language of the agreement.</summary>
    private static readonly Lazy<HashSet<string>> Steps = new(() =>
    {
        var steps = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Repository.Files("agreements", "agreement.yaml"))
        {
            var agreement = AgreementFile.Read(file, File.ReadAllBytes(Repository.At(file))).Agreement!;
            var claims = Repository.At(Path.GetDirectoryName(file)!, "claims.jsonl") is var path && File.Exists(path) ? ClaimLines.Read(path, File.ReadAllBytes(path)).Claims : [];
            var record = new Servanda.Status.Record(agreement, claims);
            var last = claims.Count == 0 ? Instant.FromUtc(2026, 1, 1, 0, 0) : claims.Max(c => c.RecordedAt);
            foreach (var standpoint in Standpoint.Of(agreement))
            {
                var evaluation = new Evaluation(record, standpoint, last);
                var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
                foreach (var node in agreement.Provisions.SelectMany(p => new[] { evaluation.Performance(p), evaluation.InForce(p), evaluation.Breached(p, null) })
                    .Concat(agreement.Phases.SelectMany(p => new[] { evaluation.Opens(p), evaluation.Entered(p), evaluation.Completed(p) })))
                {
                    Follow(node, seen, steps);
                }
            }
        }
        // A period, or nothing, needs no words.
        steps.RemoveWhere(step => !step.Any(char.IsAsciiLetter));
        return steps;
    });

    // A step that no worked agreement comes to stands in the evaluation's source, where something in braces is set into it.
    private static bool IsOfTheCore(string text) => Regex.IsMatch(Core.Value, string.Join(@"\{[^\n]*?\}", Regex.Split(text, @"\{\d\}").Select(Regex.Escape)));

    private static readonly Lazy<string> Core = new(() => string.Concat(Repository.Files("src/Servanda/Status", "*.cs").Select(file => File.ReadAllText(Repository.At(file)))));

    private static void Follow(Node node, HashSet<Node> seen, HashSet<string> steps)
    {
        if (!seen.Add(node))
        {
            return;
        }
        var (template, arguments) = node.Asked.Taken();
        // Nothing is set into a condition, and a name alone needs no words.
        if (arguments.Count > 0 && Regex.IsMatch(Regex.Replace(template, @"\{\d\}", ""), @"\p{L}") || !template.Contains('(', StringComparison.Ordinal) && template.Contains(' ', StringComparison.Ordinal) && arguments.Count == 0)
        {
            steps.Add(template);
        }
        foreach (var inner in arguments.OfType<Phrase>().Concat(node.Because is { } because ? [because] : []))
        {
            steps.Add(inner.Taken().Template);
        }
        foreach (var part in node.Parts)
        {
            Follow(part, seen, steps);
        }
    }

    private static HashSet<string> Holes(string text) => [.. Regex.Matches(text, @"\{\d\}").Select(m => m.Value)];

    /// <summary>Every text of the interface, with its form for several where it has one.</summary>
    private static Dictionary<string, string?> Texts()
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var source in Repository.Files("src/Servanda.Web", "*.razor").Concat(Repository.Files("src/Servanda.Web", "*.cs")).Select(f => File.ReadAllText(Repository.At(f))))
        {
            foreach (Match counted in Counted().Matches(source))
            {
                texts[Plain(counted.Groups["one"].Value)] = Plain(counted.Groups["many"].Value);
            }
            foreach (Match said in Said().Matches(source))
            {
                foreach (Match literal in Literal().Matches(said.Groups["arguments"].Value))
                {
                    texts.TryAdd(Plain(literal.Groups["text"].Value), null);
                }
            }
        }
        foreach (var word in Enum.GetValues<Shown>().Select(s => s.Words())
            .Concat(Told.All.Select(Look.Words)).Concat(Spelling.All<Grade>()).Concat(Spelling.All<ActorRole>()).Concat(Spelling.All<Severity>()).Concat(Spelling.All<Responsibility>()).Concat(Spelling.All<RatePeriod>())
            .Concat(ClaimWords.Topics).Concat(["act", "quota", "rate", "prohibition", "continuing", "exchange", "power"]))
        {
            texts.TryAdd(word, null);
        }
        texts.Remove("");
        texts.Remove("{0}");
        return texts;
    }

    private static string Plain(string literal) => literal.Replace("\\\"", "\"", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(?:N|PlainN)\([^""]*""(?<one>(?:[^""\\]|\\.)*)"",\s*""(?<many>(?:[^""\\]|\\.)*)""")]
    private static partial Regex Counted();

    // What stands between the brackets of a call, brackets inside it included.
    [GeneratedRegex(@"(?:\b(?:T|Plain|say)|NoSuchPageException)\((?<arguments>(?>[^()""]+|""(?:[^""\\]|\\.)*""|\((?<open>)|\)(?<-open>))*)(?(open)(?!))\)")]
    private static partial Regex Said();

    // The text itself, or one of several that a condition chooses from: not what is set into it.
    [GeneratedRegex(@"(?:^\s*|=>\s*|(?<!\?)\?\s+|\s:\s+)""(?<text>(?:[^""\\]|\\.)*)""")]
    private static partial Regex Literal();
}
