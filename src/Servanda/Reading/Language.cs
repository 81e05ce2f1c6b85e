using System.Collections.Frozen;
using Servanda.Claims;

namespace Servanda.Reading;

/// <summary>What a word may be. One word is often several.</summary>
[Flags]
internal enum WordClass : ulong
{
    None = 0,
    Determiner = 1UL << 0, Article = 1UL << 1, Indefinite = 1UL << 2, Possessive = 1UL << 3, Preposition = 1UL << 4,
    Coordinator = 1UL << 5, Subordinator = 1UL << 6, Relative = 1UL << 7, Be = 1UL << 8, Have = 1UL << 9, Do = 1UL << 10,
    Modal = 1UL << 11, Negation = 1UL << 12, On = 1UL << 13, Adverb = 1UL << 14, Pronoun = 1UL << 15,
    PersonPronoun = 1UL << 16, PluralPronoun = 1UL << 17, OwnPronoun = 1UL << 18, FirstPronoun = 1UL << 19,
    WeakTime = 1UL << 20, DayWord = 1UL << 21, Weekday = 1UL << 22, Month = 1UL << 23, Numeral = 1UL << 24, Title = 1UL << 25,
    Role = 1UL << 26, PersonNoun = 1UL << 27, OrgNoun = 1UL << 28, MonitorNoun = 1UL << 29, DocumentNoun = 1UL << 30,
    MeetingNoun = 1UL << 31, Since = 1UL << 32, BothSides = 1UL << 33, SmallDefinite = 1UL << 34, OutletNoun = 1UL << 35,
    Verb = 1UL << 36, Stative = 1UL << 37, PersonPossessive = 1UL << 38, Measure = 1UL << 39, Grouping = 1UL << 40, OrdinalHead = 1UL << 41,
    NameParticle = 1UL << 42, Should = 1UL << 43, Hedge = 1UL << 44, Must = 1UL << 45, MustTo = 1UL << 46, Future = 1UL << 47,
    Expect = 1UL << 48, Conditional = 1UL << 49, CommitVerb = 1UL << 50, With = 1UL << 51, That = 1UL << 52,
    Accusation = 1UL << 53, By = 1UL << 54, To = 1UL << 55, SkipStart = 1UL << 56, After = 1UL << 57,
    Issued = 1UL << 58, CountNoun = 1UL << 59, CountState = 1UL << 60, NoSuffix = 1UL << 61, Of = 1UL << 62,
    PastEnding = 1UL << 63,

    Auxiliary = Be | Have | Do | Modal,
}

internal enum BoundSide { Before, After, None }

internal sealed record BoundPhrase(Bound Bound, BoundSide Side, string Text);

internal sealed record TopicPhrase(Topic Topic, int Weight);

internal enum EventSense { None, Neutral, Violation, Fulfilment }

internal enum Turn { According, NoClaim, AnaphoricReason, Obligation, Scheduled, EarlierFigure, Questioner, SaysNothing, Locative, ArmedBand, Naming, Only, Existing, Superseded, Share, Often, OtherSide }

/// <summary>
/// Everything that belongs to one language, read once from the folder of tables named after it. The steps of the reader hold
/// no word of any language: a second language is a second folder.
/// </summary>
internal sealed class Language
{
    private static readonly Lazy<Language> LazyEnglish = new(() => new Language("English"));

    public static Language English => LazyEnglish.Value;

    private readonly string folder;

    public FrozenSet<string> Abbreviations { get; }
    public FrozenDictionary<string, int> Numerals { get; }
    public FrozenDictionary<string, int> Months { get; }
    public FrozenDictionary<string, int> Weekdays { get; }

    /// <summary>Days counted from the dateline: yesterday is -1.</summary>
    public FrozenDictionary<string, int> DayWords { get; }

    /// <summary>What a name takes to become many: Houthi, Houthis.</summary>
    public string PluralEnding { get; }

    /// <summary>What a verb takes that goes with another: killing, adding.</summary>
    public string ParticipleEnding { get; }

    /// <summary>What ends the word before it, after an apostrophe; the first is the possessive.</summary>
    public string[] Clitics { get; }
    public IReadOnlyList<(string Word, WordClass Class)> Words { get; }
    public IReadOnlyList<Cue> Cues { get; }
    public IReadOnlyList<BoundPhrase> Bounds { get; }
    public IReadOnlyList<(string Phrase, TopicPhrase Topic)> Topics { get; }
    public IReadOnlyList<(string Phrase, EventSense Sense)> Events { get; }
    public IReadOnlyList<(string Phrase, Turn Turn)> Turns { get; }
    public IReadOnlyList<KnownState> States { get; }
    public IReadOnlyList<KnownBody> Bodies { get; }

    private Language(string folder)
    {
        this.folder = folder;
        Abbreviations = Rows("abbreviations").Select(r => r[0]).ToFrozenSet();
        Numerals = Numbers("numerals");
        Months = Numbers("months");
        Weekdays = Numbers("weekdays");
        DayWords = Numbers("day-words");
        PluralEnding = Endings("plural-ending")[0];
        ParticipleEnding = Endings("participle-ending")[0];
        Clitics = Endings("clitic");
        Words = [.. ReadWords()];
        Cues = [.. Rows("cues").Select((r, i) => Cue.Parse(i, r))];
        Bounds = [.. Rows("bounds").Select(r => new BoundPhrase(BoundNamed(r[0]), r[1] switch { "before" => BoundSide.Before, "after" => BoundSide.After, _ => BoundSide.None }, r[2]))];
        Topics = [.. Rows("topics").Select(r => (r[2], new TopicPhrase(TopicNamed(r[0]), int.Parse(r[1]))))];
        Events = [.. Rows("events").SelectMany(r => r[1].Split(' ').Select(w => (w.Replace("+", " "), Enum.Parse<EventSense>(r[0], true))))];
        Turns = [.. Rows("phrases").Select(r => (r[1], Enum.Parse<Turn>(r[0].Replace("-", ""), true)))];
        States = [.. Rows("states").Select(r => new KnownState(r[0], r[1], Names(r, 2)))];
        Bodies = [.. Rows("bodies").Select(r => new KnownBody(r[0], r[1], Names(r, 2)))];
    }

    public static Topic? TopicOf(string name)
    {
        foreach (var topic in Enum.GetValues<Topic>())
        {
            if (ProposalJson.Name(topic) == name)
            {
                return topic;
            }
        }
        return null;
    }

    private static Topic TopicNamed(string name) => TopicOf(name) ?? throw new InvalidOperationException($"No topic {name}.");

    private static Bound BoundNamed(string name) => Enum.GetValues<Bound>().First(b => ProposalJson.Name(b) == name);

    private IEnumerable<string[]> Rows(string table) => Resource.Lines($"{folder}.{table}.tsv").Select(l => l.Split('\t'));

    private string[] Endings(string kind) => [.. Rows("endings").First(r => r[0] == kind)[1].Split(' ')];

    private FrozenDictionary<string, int> Numbers(string table) => Rows(table).ToFrozenDictionary(r => r[0], r => int.Parse(r[1]));

    private static string[] Names(string[] row, int cell) =>
        row.Length > cell ? row[cell].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];

    private IEnumerable<(string Word, WordClass Class)> ReadWords()
    {
        foreach (var row in Rows("words"))
        {
            var wordClass = Enum.Parse<WordClass>(row[0].Replace("-", ""), true);
            foreach (var word in row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return (word, wordClass);
            }
        }
        foreach (var row in Rows("units"))
        {
            var wordClass = row[0] switch { "noun" => WordClass.CountNoun, "state" => WordClass.CountState, _ => throw new InvalidOperationException($"No class {row[0]}.") };
            foreach (var word in row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return (word, wordClass);
            }
        }
        foreach (var word in Numerals.Keys)
        {
            yield return (word, WordClass.Numeral);
        }
        foreach (var word in Months.Keys)
        {
            yield return (word, WordClass.Month);
        }
        foreach (var word in Weekdays.Keys)
        {
            yield return (word, WordClass.Weekday);
        }
        foreach (var word in DayWords.Keys)
        {
            yield return (word, WordClass.DayWord);
        }
    }
}

internal sealed record KnownState(string Name, string Demonym, string[] Names);

internal sealed record KnownBody(string Kind, string Name, string[] Names);
