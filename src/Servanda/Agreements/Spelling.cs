using System.Collections.Frozen;
using System.Text;

namespace Servanda.Agreements;

/// <summary>How files spell what the code names, and what a writer probably meant who spelt it otherwise.</summary>
public static class Spelling
{
    private const int LongestQuote = 60;

    /// <summary>The word of the files for a named value: <c>AtLeast</c> is <c>at-least</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Words<T>.ByValue[value];

    /// <summary>The value a word of the files stands for; null for a word that stands for none.</summary>
    public static T? Read<T>(string word) where T : struct, Enum => Words<T>.ByWord.TryGetValue(word, out var value) ? value : null;

    /// <summary>Every word that stands for a value, in the order of the values.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Words<T>.InOrder;

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

    private static class Words<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>().ToFrozenDictionary(v => v, v => Hyphenated(v.ToString()));
        public static readonly FrozenDictionary<string, T> ByWord = ByValue.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
        public static readonly IReadOnlyList<string> InOrder = [.. Enum.GetValues<T>().Select(v => ByValue[v])];

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
