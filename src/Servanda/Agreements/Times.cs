using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Servanda.Agreements;

/// <summary>A point in time as a text gives it: a calendar day, or an instant with its offset.</summary>
public readonly record struct Stamp
{
    private static readonly OffsetDateTimePattern OffsetPattern = OffsetDateTimePattern.ExtendedIso;

    // A year outside is a slip of the pen, and a day at the end of the calendar has no next day.
    private const int FirstYear = 1000, LastYear = 2999;

    private Stamp(LocalDate? day, OffsetDateTime? instant) { Day = day; Instant = instant; }

    /// <summary>The calendar day, where only the day is known; otherwise null.</summary>
    public LocalDate? Day { get; }

    /// <summary>The instant, with the offset the text gives; otherwise null.</summary>
    public OffsetDateTime? Instant { get; }

    public static Stamp On(LocalDate day) => new(day, null);
    public static Stamp At(OffsetDateTime instant) => new(null, instant);

    /// <summary>Reads an ISO 8601 day (2026-01-10) or an instant with offset or Z (2026-01-10T12:00:00+01:00; seconds may be left out).</summary>
    public static Stamp? TryParse(string text) =>
        Parse(text) is { } stamp && (stamp.Day ?? stamp.Instant!.Value.Date).Year is >= FirstYear and <= LastYear ? stamp : null;

    private static Stamp? Parse(string text)
    {
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } day)
        {
            return On(day.Value);
        }
        if (OffsetPattern.Parse(text) is { Success: true } instant)
        {
            return At(instant.Value);
        }
        var minutes = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm o<G>").Parse(
            text.Length > 16 ? text[..16] + " " + text[16..] : text);
        return minutes.Success ? At(minutes.Value) : null;
    }

    /// <summary>The time this stamp may mean: the instant itself, or any instant of that local day.</summary>
    public TimeRange In(DateTimeZone zone) => Day is { } day
        ? TimeRange.OfDay(day, zone)
        : TimeRange.Exactly(Instant!.Value.ToInstant());

    /// <summary>The calendar day in the given zone.</summary>
    public LocalDate DayIn(DateTimeZone zone) => Day ?? Instant!.Value.ToInstant().InZone(zone).Date;

    public override string ToString() => Day is { } day
        ? LocalDatePattern.Iso.Format(day)
        : (Instant!.Value.Offset.Seconds % 60 == 0 ? OffsetDateTimePattern.Rfc3339 : OffsetPattern).Format(Instant.Value);
}

/// <summary>
/// An instant known only to lie between two instants, both included. Something known only as a day is that
/// local day, whose last instant is the one before the next day begins, so that days never touch.
/// </summary>
public readonly record struct TimeRange(Instant Earliest, Instant Latest)
{
    /// <summary>Accounts of when something was, the earliest first: a day that holds a time somebody else gives is the same account, less exact.</summary>
    public static List<TimeRange> Sharpest(IEnumerable<TimeRange> accounts)
    {
        var dated = accounts.Distinct().ToList();
        if (dated.Count > 1)
        {
            dated.Sort((a, b) => a.Earliest.CompareTo(b.Earliest) is not 0 and var order ? order : a.Latest.CompareTo(b.Latest));
            dated = dated.FindAll(d => !dated.Exists(o => o != d && o.Earliest >= d.Earliest && o.Latest <= d.Latest));
        }
        return dated;
    }

    public static TimeRange Exactly(Instant instant) => new(instant, instant);

    public static TimeRange OfDay(LocalDate day, DateTimeZone zone) =>
        new(zone.AtStartOfDay(day).ToInstant(), zone.AtStartOfDay(day.PlusDays(1)).ToInstant() - Duration.Epsilon);

    /// <summary>Whether a time is the last of its day, to the second: as times are printed and asked for, that is the day itself.</summary>
    public static bool EndsItsDay(Instant at, DateTimeZone zone) => OfDay(at.InZone(zone).Date, zone).Latest - at < Duration.FromSeconds(1);

    public static TimeRange Hull(TimeRange first, TimeRange second) =>
        new(Instant.Min(first.Earliest, second.Earliest), Instant.Max(first.Latest, second.Latest));
}

/// <summary>Units of length; h is elapsed time, d, w, bd, mo and y count in the agreement's zone and calendar.</summary>
public enum LengthUnit { Hours, Days, BusinessDays, Weeks, Months, Years }

/// <summary>A length of time as an agreement writes it: 72h, 3d, 5bd, 2w, 6mo, 1y.</summary>
public readonly record struct TimeLength(int Amount, LengthUnit Unit)
{
    private static readonly (string Suffix, LengthUnit Unit)[] Suffixes =
        [("bd", LengthUnit.BusinessDays), ("mo", LengthUnit.Months), ("h", LengthUnit.Hours), ("d", LengthUnit.Days), ("w", LengthUnit.Weeks), ("y", LengthUnit.Years)];

    /// <summary>The largest number of any unit.</summary>
    public const int Longest = 100_000;

    public static TimeLength? TryParse(string text)
    {
        foreach (var (suffix, unit) in Suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
                && amount <= Longest)
            {
                return new TimeLength(amount, unit);
            }
        }
        return null;
    }

    public override string ToString()
    {
        var unit = Unit;
        return Amount.ToString(CultureInfo.InvariantCulture) + Suffixes.First(s => s.Unit == unit).Suffix;
    }
}

/// <summary>How a month that is too short for the day is rounded: 31 January plus one month.</summary>
public enum MonthRounding { Down, Up }

/// <summary>The agreement's calendar: its weekend, its holidays, its rounding of months and years.</summary>
public sealed record WorkCalendar
{
    public IReadOnlyList<IsoDayOfWeek> Weekend { get; init; } = [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];
    public IReadOnlyList<LocalDate> Holidays { get; init; } = [];
    public MonthRounding Rounding { get; init; } = MonthRounding.Down;

    public bool IsBusinessDay(LocalDate day) => !Weekend.Contains(day.DayOfWeek) && !Holidays.Contains(day);
}
