namespace Servanda.Agreements.Checking;

/// <summary>The words of a sentence that say what it is about, each in one form: small letters, without a plural's s.</summary>
internal static class ContentWords
{
    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "for", "from", "by", "with", "without", "into", "over", "under", "within", "as", "all", "any", "each", "every", "both", "either",
        "neither", "nor", "no", "not", "never", "none", "nobody", "is", "are", "be", "been", "being", "will", "shall", "must", "may", "do", "does", "it", "its", "they", "their", "them", "that",
        "this", "these", "those", "there", "which", "who", "side", "sides", "party", "parties", "other", "such", "after", "before", "until", "during", "while",
    };

    public static IReadOnlySet<string> Of(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in text.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Empty.Contains(word))
            {
                words.Add(Singular(word));
            }
        }
        return words;
    }

    public static string Singular(string word) => word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1] : word;

    private static readonly char[] Separators = [.. " \t\r\n.,;:!?()[]{}\"'“”‘’/–—"];
}
