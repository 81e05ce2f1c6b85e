using System.Globalization;
using System.Text.RegularExpressions;

namespace Servanda.Claims;

/// <summary>A figure as a person types it: "at least 41 killed", "all but 1 of 48 persons", "between 3 and 5 wounded".</summary>
public static partial class FigureWords
{
    public const string Forms = "\"41 killed\", \"at least 41 killed\", \"more than 41 killed\", \"about 41 killed\", \"at most 41 killed\", \"between 40 and 45 killed\", \"all but 1 of 48 persons\"";

    private static readonly (string Words, Bound Bound)[] Bounds =
    [
        ("at least", Bound.AtLeast), ("more than", Bound.MoreThan), ("over", Bound.MoreThan), ("about", Bound.About), ("around", Bound.About),
        ("some", Bound.About), ("at most", Bound.AtMost), ("up to", Bound.AtMost), ("all but", Bound.AllBut), ("exactly", Bound.Exact), ("between", Bound.Between),
    ];

    [GeneratedRegex(@"^(?:(?<bound>[a-z]+(?: [a-z]+)?) )?(?<value>[0-9][0-9,]*(?:\.[0-9]+)?)(?: and (?<high>[0-9][0-9,]*(?:\.[0-9]+)?))?(?: of (?<of>[0-9][0-9,]*(?:\.[0-9]+)?))? (?<unit>[^0-9].*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    /// <summary>Null where the words are no figure with a unit.</summary>
    public static Figure? Parse(string text)
    {
        if (Form().Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }
        var word = match.Groups["bound"].Value.ToLowerInvariant();
        var bound = word.Length == 0 ? Bound.Exact : Bounds.Where(b => b.Words == word).Select(b => (Bound?)b.Bound).FirstOrDefault();
        var high = Number(match.Groups["high"]);
        return bound is not { } known || (known == Bound.Between) != (high is not null) ? null
            : new Figure(Number(match.Groups["value"])!.Value, known, Unit(match.Groups["unit"].Value), high, Number(match.Groups["of"]));
    }

    /// <summary>The words that would be read as this figure.</summary>
    public static string Of(Figure figure)
    {
        var bound = figure.Bound == Bound.Exact ? "" : Bounds.First(b => b.Bound == figure.Bound).Words + " ";
        return string.Create(CultureInfo.InvariantCulture, $"{bound}{figure.Value}{(figure.High is { } high ? string.Create(CultureInfo.InvariantCulture, $" and {high}") : "")}{(figure.Of is { } of ? string.Create(CultureInfo.InvariantCulture, $" of {of}") : "")} {figure.Unit}");
    }

    private static decimal? Number(Group group) => group.Success ? decimal.Parse(group.Value.Replace(",", ""), CultureInfo.InvariantCulture) : null;

    // Units are written as the counters of agreements name them, one of each.
    private static string Unit(string written) => written.Trim().ToLowerInvariant() switch
    {
        "persons" or "people" => "person",
        "trucks" => "truck",
        "violations" => "violation",
        var other => other,
    };
}
