namespace Servanda.Reading;

/// <summary>
/// Every word the reader knows, numbered, with its classes; and every stem (a beginning with any ending). Words are found by
/// a 64-bit hash of their folded letters that the tokeniser computes as it goes, so that looking up costs one probe a word.
/// Filled while the reader is built, read-only afterwards.
/// </summary>
internal sealed class Vocabulary
{
    public const ulong EmptyHash = 14695981039346656037;
    public const int Unknown = -1;
    private const int ShortestStem = 3;

    private readonly Dictionary<ulong, int> words = [];
    private readonly Dictionary<ulong, int> stems = [];
    private readonly ulong[] mayBeStem = new ulong[1024];
    private WordClass[] wordClasses = new WordClass[4096];
    private WordClass[] stemClasses = new WordClass[1024];

    /// <summary>Of each stem, the next shorter one it begins with: violation-, violat-.</summary>
    private readonly List<int> shorter = [];
    private readonly List<string> stemTexts = [];
    private readonly List<(string Suffix, WordClass Class)> suffixes = [];

    public static ulong Extend(ulong hash, char folded) => (hash ^ folded) * 1099511628211;

    public static ulong HashOf(ReadOnlySpan<char> folded)
    {
        var hash = EmptyHash;
        foreach (var c in folded)
        {
            hash = Extend(hash, c);
        }
        return hash;
    }

    /// <summary>Numbers a word, or finds its number.</summary>
    public int Add(string word, WordClass wordClass = WordClass.None)
    {
        var hash = HashOf(Letters.Fold(word));
        if (!words.TryGetValue(hash, out var id))
        {
            id = words.Count;
            words.Add(hash, id);
            if (id == wordClasses.Length)
            {
                Array.Resize(ref wordClasses, id * 2);
            }
        }
        wordClasses[id] |= wordClass;
        return id;
    }

    /// <summary>Numbers a stem, or finds its number.</summary>
    public int AddStem(string stem, WordClass wordClass = WordClass.None)
    {
        var folded = Letters.Fold(stem);
        if (folded.Length < ShortestStem)
        {
            throw new ArgumentException($"A stem has {ShortestStem} letters or more: {stem}.", nameof(stem));
        }
        var hash = HashOf(folded);
        if (!stems.TryGetValue(hash, out var id))
        {
            id = stems.Count;
            stems.Add(hash, id);
            Place(folded, id);
            if (id == stemClasses.Length)
            {
                Array.Resize(ref stemClasses, id * 2);
            }
            mayBeStem[Slot(hash)] |= Bit(hash);
        }
        stemClasses[id] |= wordClass;
        return id;
    }

    /// <summary>The next shorter stem that this one begins with, or <see cref="Unknown"/>.</summary>
    public int Shorter(int stem) => shorter[stem];

    private void Place(string stem, int id)
    {
        var longest = Unknown;
        for (var length = ShortestStem; length < stem.Length; length++)
        {
            longest = stems.GetValueOrDefault(HashOf(stem.AsSpan(0, length)), longest);
        }
        for (var other = 0; other < stemTexts.Count; other++)
        {
            if (stemTexts[other].StartsWith(stem, StringComparison.Ordinal) && (shorter[other] == Unknown || stemTexts[shorter[other]].Length < stem.Length))
            {
                shorter[other] = id;
            }
        }
        stemTexts.Add(stem);
        shorter.Add(longest);
    }

    /// <summary>Adds a word of a table: <c>word</c>, <c>stem*</c> or <c>*suffix</c>.</summary>
    public void AddPattern(string pattern, WordClass wordClass)
    {
        if (pattern[0] == '*')
        {
            suffixes.Add((pattern[1..], wordClass));
        }
        else if (pattern[^1] == '*')
        {
            AddStem(pattern[..^1], wordClass);
        }
        else
        {
            Add(pattern, wordClass);
        }
    }

    public int Find(ulong hash) => words.TryGetValue(hash, out var id) ? id : Unknown;

    /// <summary>The longest stem among the beginnings of a word, given the hash of each beginning as it is met.</summary>
    public int FindStem(ulong hash, int length, int longestSoFar) =>
        length >= ShortestStem && (mayBeStem[Slot(hash)] & Bit(hash)) != 0 && stems.TryGetValue(hash, out var id) ? id : longestSoFar;

    public WordClass ClassOf(int word, int stem, ReadOnlySpan<char> text)
    {
        var found = word == Unknown ? WordClass.None : wordClasses[word];
        for (var s = stem; s != Unknown; s = shorter[s])
        {
            found |= stemClasses[s];
        }
        if ((found & WordClass.NoSuffix) == WordClass.None)
        {
            foreach (var (suffix, wordClass) in suffixes)
            {
                if (text.Length > suffix.Length + 2 && (text[^1] | 0x20) == suffix[^1] && text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                {
                    found |= wordClass;
                }
            }
        }
        return found;
    }

    private static int Slot(ulong hash) => (int)(hash >> 6) & 1023;

    private static ulong Bit(ulong hash) => 1UL << (int)(hash & 63);
}

/// <summary>Phrases of several words, each with what it stands for; found at a token, longest first.</summary>
internal sealed class Phrases<T>
{
    /// <summary>In a phrase: up to two words of any kind.</summary>
    private const int Gap = int.MinValue;
    private const int LongestGap = 3;

    private readonly record struct Entry(int[] Elements, T Value);

    private readonly Vocabulary vocabulary;
    private readonly Dictionary<int, List<Entry>> byFirst = [];
    private Entry[]?[] byWord = [];
    private Entry[]?[] byStem = [];

    public Phrases(Vocabulary vocabulary) => this.vocabulary = vocabulary;

    public void Add(string phrase, T value) => Add([.. phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Element)], value);

    public void Add(int[] elements, T value)
    {
        if (!byFirst.TryGetValue(elements[0], out var entries))
        {
            byFirst.Add(elements[0], entries = []);
        }
        var at = entries.FindIndex(e => e.Elements.Length < elements.Length);
        entries.Insert(at < 0 ? entries.Count : at, new Entry(elements, value));
    }

    /// <summary>Once everything is added: phrases by the number of their first word or stem.</summary>
    public Phrases<T> Freeze()
    {
        byWord = new Entry[]?[byFirst.Keys.Where(k => k >= 0).DefaultIfEmpty(-1).Max() + 1];
        byStem = new Entry[]?[byFirst.Keys.Where(k => k < 0 && k != Gap).Select(k => ~k).DefaultIfEmpty(-1).Max() + 1];
        foreach (var (first, entries) in byFirst)
        {
            (first >= 0 ? ref byWord[first] : ref byStem[~first]) = [.. entries];
        }
        return this;
    }

    /// <summary>A word is its number, a stem the complement of its number, so that one int holds either.</summary>
    public int Element(string word) => word switch
    {
        "*" => Gap,
        _ when word[^1] == '*' => ~vocabulary.AddStem(word[..^1]),
        _ => vocabulary.Add(word),
    };

    /// <summary>The longest phrase that begins at the token; the length is in tokens, 0 for none.</summary>
    public int LengthAt(ReadOnlySpan<Token> tokens, int at, out T? value)
    {
        value = default;
        if (at >= tokens.Length)
        {
            return 0;
        }
        ref readonly var token = ref tokens[at];
        var length = 0;
        if ((uint)token.Word < (uint)byWord.Length && byWord[token.Word] is { } exact)
        {
            length = Longest(exact, tokens, at, out value);
        }
        for (var stem = token.Stem; stem != Vocabulary.Unknown; stem = vocabulary.Shorter(stem))
        {
            if (stem < byStem.Length && byStem[stem] is { } stemmed && Longest(stemmed, tokens, at, out var other) is var more && more > length)
            {
                length = more;
                value = other;
            }
        }
        return length;
    }

    private int Longest(Entry[] entries, ReadOnlySpan<Token> tokens, int at, out T? value)
    {
        foreach (var entry in entries)
        {
            if (LengthOf(entry.Elements, tokens, at) is var length and > 0)
            {
                value = entry.Value;
                return length;
            }
        }
        value = default;
        return 0;
    }

    private int LengthOf(int[] elements, ReadOnlySpan<Token> tokens, int at)
    {
        var t = at;
        for (var e = 0; e < elements.Length; e++, t++)
        {
            if (elements[e] == Gap)
            {
                e++;
                for (var skipped = 0; skipped < LongestGap && t < tokens.Length && !Matches(elements[e], tokens[t]); skipped++)
                {
                    t++;
                }
            }
            if (t >= tokens.Length || !Matches(elements[e], tokens[t]))
            {
                return 0;
            }
        }
        return t - at;
    }

    private bool Matches(int element, in Token token)
    {
        if (element >= 0)
        {
            return token.Word == element;
        }
        var stem = token.Stem;
        while (stem != Vocabulary.Unknown && stem != ~element)
        {
            stem = vocabulary.Shorter(stem);
        }
        return stem != Vocabulary.Unknown;
    }
}
