using System.Runtime.CompilerServices;
using System.Text;

namespace Servanda.Agreements;

/// <summary>How files spell what the code names, and what a writer probably meant who spelt it otherwise.</summary>
public static class Spelling
{
    private const int LongestQuote = 60;

    /// <summary>The word of the files for a named value: <c>AtLeast</c> is <c>at-least</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum => WordsOf<T>.All.Of(Unsafe.BitCast<T, int>(value));

    /// <summary>The value a word of the files stands for; null for a word that stands for none.</summary>
    public static T? Read<T>(string word) where T : struct, Enum => WordsOf<T>.All.Value(word) is { } value ? Unsafe.BitCast<int, T>(value) : null;

    /// <summary>Every word that stands for a value, in the order of the values.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => WordsOf<T>.All.InOrder;

    /// <summary>Whether the text is an id of the files: <c>[a-z][a-z0-9-]*</c>.</summary>
    public static bool IsId(ReadOnlySpan<char> text) =>
        text.Length > 0 && char.IsAsciiLetterLower(text[0]) && text[1..].IndexOfAnyExcept(IdCharacters) < 0;

    private static readonly System.Buffers.SearchValues<char> IdCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The known word nearest to the one written; null when none is near enough to be a slip of the pen.</summary>
    // Any other letter is one slip away from a letter alone, so that says nothing.
    public static string? Nearest(string written, IEnumerable<string> known) => written.Length < 2
        ? null
        : NearMiss.Of(Plain(written), known.Where(word => word != written));

    /// <summary>A hint that names the nearest known word; null when there is none.</summary>
    public static string? DidYouMean(string written, IEnumerable<string> known) =>
        Nearest(written, known) is { } nearest ? $"did you mean `{nearest}`?" : null;

    /// <summary>A hint that names the nearest known word, and otherwise lists them all.</summary>
    public static string DidYouMeanOneOf(string written, IReadOnlyList<string> known) =>
        DidYouMean(written, known) ?? $"one of: {string.Join(", ", known)}";

    /// <summary>Text as a message quotes it: on one line, cut where it is long, nothing in it that a terminal would obey.</summary>
    public static string Quote(string text)
    {
        var quote = new StringBuilder("`");
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, LongestQuote)).EnumerateRunes())
        {
            quote.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? Rune.ReplacementChar : rune);
        }
        return quote.Append(text.Length > LongestQuote ? "…`" : "`").ToString();
    }

    private static string Plain(string word) => word.ToLowerInvariant().Replace('_', '-').Replace(' ', '-');

    private static class WordsOf<T> where T : struct, Enum
    {
        public static readonly Words All = new(typeof(T));
    }

    /// <summary>The words for the values of one enum, which are few: a search beats a table that must first be built, and one code serves all.</summary>
    private sealed class Words(Type type)
    {
        private readonly int[] values = (int[])Enum.GetValuesAsUnderlyingType(type);

        public string[] InOrder { get; } = Array.ConvertAll(Enum.GetNames(type), Hyphenated);

        public string Of(int value) => InOrder[Array.IndexOf(values, value)];

        public int? Value(string word) => Array.IndexOf(InOrder, word) is >= 0 and var at ? values[at] : null;

        private static string Hyphenated(string name)
        {
            var word = new StringBuilder();
            foreach (var letter in name)
            {
                if (char.IsAsciiLetterUpper(letter) && word.Length > 0)
                {
                    word.Append('-');
                }
                word.Append(char.ToLowerInvariant(letter));
            }
            return word.ToString();
        }
    }
}
