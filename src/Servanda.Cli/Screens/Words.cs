using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;

namespace Servanda.Cli.Screens;

/// <summary>
/// The words and signs that every screen shares. Each says what is told and by whom, never that it is so, and none takes
/// a side.
/// </summary>
internal static class Words
{
    private static readonly LocalDateTimePattern MinutePattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm");

    public static (string Sign, Ink Ink) Sign(Shown shown) => Sign(Look.Of(shown));

    public static (string Sign, Ink Ink) Sign(Told value) => Sign(Look.Of(value));

    private static (string Sign, Ink Ink) Sign(Look look) => (look.Sign, look == Look.ToldSo ? Ink.ToldSo
        : look == Look.ToldNot ? Ink.ToldNot
        : look == Look.Contested || look == Look.Open ? Ink.Contested
        : look == Look.NoAccount ? Ink.NoAccount : Ink.Quiet);

    /// <summary>A yes/no question's value.</summary>
    public static string Of(Told value) => Look.Words(value);

    public static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);

    /// <summary>A time to the minute; the end of a day is the day.</summary>
    public static string Time(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        return TimeRange.EndsItsDay(at, zone) ? Day(local.Date) : MinutePattern.Format(local.LocalDateTime);
    }

    /// <summary>An instant as a header gives it: the end of a day is called that.</summary>
    public static string AsOf(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        return TimeRange.EndsItsDay(at, zone) ? $"the end of {Day(local.Date)}" : $"{Day(local.Date)} {local.TimeOfDay.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}";
    }

    /// <summary>The days that a claim speaks of.</summary>
    public static string Days(TimeRange range, TimeRules rules)
    {
        var (from, to) = (rules.DayOf(range.Earliest), rules.DayOf(range.Latest));
        return from == to ? Day(from) : $"{Day(from)} to {Day(to)}";
    }

    public static string Number(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    public static string Range(Extent extent) => extent.High is not { } high ? $"{Number(extent.Low)} or more"
        : high == extent.Low ? Number(high) : $"{Number(extent.Low)} to {Number(high)}";

    /// <summary>A figure in its speaker's terms: "at least 41 killed".</summary>
    public static string Of(Figure figure)
    {
        var value = Number(figure.Value);
        var number = figure.Bound switch
        {
            Bound.Exact => value,
            Bound.AtLeast => $"at least {value}",
            Bound.MoreThan => $"more than {value}",
            Bound.About => $"about {value}",
            Bound.AtMost => $"at most {value}",
            Bound.AllBut => $"all but {value}",
            Bound.Between => $"between {value} and {Number(figure.High ?? figure.Value)}",
        };
        return figure.Of is { } of ? $"{number} of {Number(of)} {Units.Many(figure.Unit)}" : $"{number} {Units.Of(figure.Unit, figure.Value)}";
    }

    /// <summary>A time known between two: a day where that is all that is known.</summary>
    public static string Between(Instant earliest, Instant latest, DateTimeZone zone)
    {
        if (earliest == latest)
        {
            return Time(latest, zone);
        }
        var (first, last) = (earliest.InZone(zone), latest.InZone(zone));
        var wholeDays = first.TimeOfDay == LocalTime.Midnight && TimeRange.EndsItsDay(latest, zone);
        return wholeDays && first.Date == last.Date ? $"{Day(first.Date)}, the hour not known"
            : wholeDays ? $"between {Day(first.Date)} and {Day(last.Date)}"
            : $"between {MinutePattern.Format(first.LocalDateTime)} and {MinutePattern.Format(last.LocalDateTime)}";
    }

    public static string Count(long number, string one, string? many = null) => number == 1 ? $"1 {one}" : $"{number} {many ?? one + "s"}";

    public static string List(IReadOnlyList<string> items, string joined = "and") => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => string.Join(", ", items.Take(items.Count - 1)) + $" {joined} {items[^1]}",
    };

    /// <summary>A speaker by name, with those through whom the word came.</summary>
    public static string Speaker(StandingClaim claim, Agreement agreement)
    {
        var via = claim.Claim.Via.Select(v => Foreign.Text(agreement.NameOf(v))).ToList();
        return Foreign.Text(agreement.NameOf(claim.Speaker)) + (via.Count == 0 ? "" : $" (via {string.Join(", then ", via)})");
    }
}
