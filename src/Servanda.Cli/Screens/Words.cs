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
    public const string ToldSoSign = "✓";
    public const string ToldNotSign = "✗";
    public const string ContestedSign = "≠";
    public const string OpenSign = "?";
    public const string NoAccountSign = "·";
    public const string RestingSign = "–";

    private static readonly LocalDateTimePattern MinutePattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm");

    public static (string Sign, Ink Ink) Sign(Shown shown) => shown switch
    {
        Shown.Fulfilled or Shown.FulfilledLate or Shown.DoneTimeUnknown or Shown.DoneEarly or Shown.KeptSoFar or Shown.Kept or Shown.OnTrack or Shown.Used or Shown.Cured => (ToldSoSign, Ink.ToldSo),
        Shown.NotDoneInTime or Shown.NotKept or Shown.Short or Shown.UseInvalid or Shown.NotYet => (ToldNotSign, Ink.ToldNot),
        Shown.Contested or Shown.DormantContested or Shown.SuspendedContested => (ContestedSign, Ink.Contested),
        Shown.Open => (OpenSign, Ink.Contested),
        Shown.Pending or Shown.OverdueUnreported or Shown.NoAccount or Shown.Unused => (NoAccountSign, Ink.NoAccount),
        Shown.Dormant or Shown.Suspended or Shown.Waived or Shown.Superseded or Shown.Terminated or Shown.Ended => (RestingSign, Ink.Quiet),
    };

    public static (string Sign, Ink Ink) Sign(Told value) => value.Letter switch
    {
        'T' => (ToldSoSign, Ink.ToldSo),
        'F' => (ToldNotSign, Ink.ToldNot),
        'B' => (ContestedSign, Ink.Contested),
        'N' => (NoAccountSign, Ink.NoAccount),
        _ => (OpenSign, Ink.Contested),
    };

    /// <summary>A yes/no question's value.</summary>
    public static string Of(Told value) => value.Letter switch
    {
        'T' => "told yes",
        'F' => "told no",
        'B' => "contested",
        'N' => "no account",
        'A' => "open: contested, and unreported",
        'U' => "open: contested or unreported",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);

    /// <summary>A time to the minute; the end of a day is the day.</summary>
    public static string Time(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        return TimeRange.OfDay(local.Date, zone).Latest - at < Duration.FromSeconds(1) ? Day(local.Date) : MinutePattern.Format(local.LocalDateTime);
    }

    /// <summary>An instant as a header gives it: the end of a day is called that.</summary>
    public static string AsOf(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        return TimeRange.OfDay(local.Date, zone).Latest - at < Duration.FromSeconds(1) ? $"the end of {Day(local.Date)}" : $"{Day(local.Date)} {local.TimeOfDay.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}";
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
        var wholeDays = first.TimeOfDay == LocalTime.Midnight && TimeRange.OfDay(last.Date, zone).Latest - latest < Duration.FromSeconds(1);
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
