namespace Servanda.Claims;

/// <summary>Units as English counts them: one rifle, two rifles; the killed are the killed, however many.</summary>
public static class Units
{
    private static readonly string[] Alike = ["dead", "missing", "personnel", "staff", "police", "aircraft", "livestock", "people"];

    /// <param name="unit">As the agreement's counter names one.</param>
    /// <param name="number">How many.</param>
    public static string Of(string unit, decimal number) => number == 1 ? unit : Many(unit);

    /// <summary>The word for several: unchanged for participles (killed, wounded), measures (km, t, %) and words that are plural already.</summary>
    public static string Many(string unit)
    {
        var last = unit[(unit.LastIndexOf(' ') + 1)..];
        return last.Length < 4 && last is not ("man" or "day" or "bed" or "car" or "bus" or "gun" or "tent") || !last.All(char.IsAsciiLetter)
            || last.EndsWith('s') || last.EndsWith("ed", StringComparison.Ordinal) || Alike.Contains(last, StringComparer.OrdinalIgnoreCase) ? unit
            : last is "man" or "woman" ? unit[..^2] + "en"
            : last is "child" ? unit + "ren"
            : last.EndsWith('y') && !"aeiou".Contains(last[^2], StringComparison.Ordinal) ? unit[..^1] + "ies"
            : last.EndsWith('x') || last.EndsWith("ch", StringComparison.Ordinal) || last.EndsWith("sh", StringComparison.Ordinal) ? unit + "es"
            : unit + "s";
    }
}
