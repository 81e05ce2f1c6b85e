namespace Servanda.Web.Words;

/// <summary>A language of the interface, and what it has that the others lack.</summary>
/// <param name="Code">BCP 47.</param>
/// <param name="Name">Its own name for itself.</param>
/// <param name="Plural">Which of its plural forms a number takes, by the Unicode CLDR rules for whole numbers; the order is that of its catalog.</param>
public sealed record Language(string Code, string Name, bool RightToLeft, int Forms, Func<long, int> Plural)
{
    public static Language English { get; } = new("en", "English", false, 2, n => n == 1 ? 0 : 1);

    /// <summary>Not offered: every text of the interface in brackets, so that what nobody can translate is seen.</summary>
    public static Language Pseudo { get; } = new("qps", "⟦pseudo⟧", false, 2, n => n == 1 ? 0 : 1);

    public static IReadOnlyList<Language> All { get; } =
    [
        English,
        new("fr", "Français", false, 2, n => n is 0 or 1 ? 0 : 1),
        new("es", "Español", false, 2, n => n == 1 ? 0 : 1),
        new("ar", "العربية", true, 6, n => n switch { 0 => 0, 1 => 1, 2 => 2, _ when n % 100 is >= 3 and <= 10 => 3, _ when n % 100 is >= 11 => 4, _ => 5 }),
        new("he", "עברית", true, 3, n => n switch { 1 => 0, 2 => 1, _ => 2 }),
        new("uk", "Українська", false, 3, n => n % 10 == 1 && n % 100 != 11 ? 0 : n % 10 is >= 2 and <= 4 && n % 100 is < 12 or > 14 ? 1 : 2),
    ];

    public string Direction => RightToLeft ? "rtl" : "ltr";

    public static Language? Named(string? code) => code == Pseudo.Code ? Pseudo : All.FirstOrDefault(l => l.Code == code);

    /// <summary>The first language of an Accept-Language header that there is, by the weights it gives; English where there is none.</summary>
    public static Language Accepted(string? header) => (header ?? "").Split(',')
        .Select((part, order) => (Range: part.Split(';')[0].Trim().ToLowerInvariant(), Weight: Weight(part), Order: order))
        .Where(p => p.Weight > 0).OrderByDescending(p => p.Weight).ThenBy(p => p.Order)
        .Select(p => All.FirstOrDefault(l => p.Range == l.Code || p.Range.StartsWith(l.Code + "-", StringComparison.Ordinal) || (p.Range is "iw" && l.Code is "he")))
        .FirstOrDefault(l => l is not null) ?? English;

    private static decimal Weight(string part) => part.Split(';').Skip(1).Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith("q=", StringComparison.Ordinal)) is not { } q ? 1
        : decimal.TryParse(q.AsSpan(2), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var weight) ? weight : 0;
}
