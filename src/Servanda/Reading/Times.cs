using NodaTime;

namespace Servanda.Reading;

/// <summary>
/// A day as the text writes it: 2026-03-03, 3 March 2026, March 3, 3 March, Dec. 19, 3/12/2026 is left alone (two readings).
/// The year may be missing; it then comes from the dateline, never from the machine's clock.
/// </summary>
internal readonly record struct CalendarDay(int? Year, int Month, int? Day, int Length)
{
    public static CalendarDay? At(Page page, int at)
    {
        var tokens = page.Tokens;
        ref readonly var token = ref tokens[at];
        if (token.Kind is TokenKind.Number && page.TextOf(token) is { Length: 10 } iso && iso[4] == '-' && iso[7] == '-'
            && int.TryParse(iso[..4], out var year) && int.TryParse(iso[5..7], out var month) && int.TryParse(iso[8..], out var day))
        {
            return Valid(new CalendarDay(year, month, day, 1));
        }
        if (DayNumber(page, at) is { } dayFirst && MonthAt(page, at + 1) is { } itsMonth)
        {
            return Valid(WithYear(page, at + 2, new CalendarDay(null, itsMonth, dayFirst, 2), commas: true));
        }
        if (MonthAt(page, at) is { } monthFirst)
        {
            return at + 1 < tokens.Length && DayNumber(page, at + 1) is { } itsDay
                ? Valid(WithYear(page, at + 2, new CalendarDay(null, monthFirst, itsDay, 2), commas: true))
                : WithYear(page, at + 1, new CalendarDay(null, monthFirst, null, 1), commas: false);
        }
        return null;
    }

    /// <summary>The day meant: without a year, the last such day on or before the dateline, or the next after it.</summary>
    public LocalDate? Resolve(LocalDate? dateline, bool past)
    {
        if (Day is not { } day)
        {
            return null;
        }
        if (Year is { } year)
        {
            return new LocalDate(year, Month, day);
        }
        if (dateline is not { } from)
        {
            return null;
        }
        for (var candidate = past ? from.Year : from.Year + 1; candidate > from.Year - 5; candidate--)
        {
            if (day > CalendarSystem.Iso.GetDaysInMonth(candidate, Month))
            {
                continue;
            }
            var date = new LocalDate(candidate, Month, day);
            if (past ? date <= from : date < from.PlusYears(1))
            {
                return date;
            }
        }
        return null;
    }

    /// <summary>A month without a day, as its first and last day.</summary>
    public DaysAbout? ResolveMonth(LocalDate? dateline, bool past)
    {
        var year = Year ?? (dateline is not { } from ? null : past == (Month <= from.Month) || Month == from.Month ? from.Year : past ? from.Year - 1 : from.Year + 1);
        return year is { } y ? new DaysAbout(new LocalDate(y, Month, 1), new LocalDate(y, Month, 1).PlusMonths(1).PlusDays(-1)) : null;
    }

    private static CalendarDay? Valid(CalendarDay day) =>
        day.Month is >= 1 and <= 12
        && (day.Year is null or (>= 1900 and <= 2200))
        && day.Day >= 1 && day.Day <= CalendarSystem.Iso.GetDaysInMonth(day.Year ?? 2000, day.Month)
            ? day
            : null;

    private static CalendarDay WithYear(Page page, int at, CalendarDay day, bool commas)
    {
        var tokens = page.Tokens;
        if (commas && at < tokens.Length && tokens[at].Kind is TokenKind.Comma && YearAt(page, at + 1) is { } afterComma)
        {
            return day with { Year = afterComma, Length = day.Length + 2 };
        }
        return YearAt(page, at) is { } year ? day with { Year = year, Length = day.Length + 1 } : day;
    }

    private static int? YearAt(Page page, int at) =>
        at < page.Tokens.Length && page.Tokens[at].Kind is TokenKind.Number && page.TextOf(page.Tokens[at]) is { Length: 4 } text
        && int.TryParse(text, out var year) && year is >= 1900 and <= 2200 ? year : null;

    private static int? MonthAt(Page page, int at) =>
        at < page.Tokens.Length && page.Tokens[at].Capital && page.Tokens[at].Is(WordClass.Month)
        && page.Language.Months.TryGetValue(Letters.Fold(page.TextOf(page.Tokens[at])), out var month) ? month : null;

    private static int? DayNumber(Page page, int at)
    {
        if (at >= page.Tokens.Length)
        {
            return null;
        }
        var text = page.TextOf(page.Tokens[at]);
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }
        return digits is 1 or 2 && (digits == text.Length || text.Length - digits == 2) && int.TryParse(text[..digits], out var day) && day is >= 1 and <= 31 ? day : null;
    }
}

/// <summary>When something was said, and how that is known.</summary>
internal readonly record struct SaidOn(LocalDate Date, string Basis, Range Words);

/// <summary>
/// Days in a statement. A bare weekday beside a past cue is the last such day on or before the dateline; after will, is to or
/// next it is the next one. Without a dateline nothing is dated that the text does not date in full.
/// </summary>
internal static class Times
{
    /// <summary>A day that begins at the token, as an adjunct of a cue: Friday, on Friday, late on Monday, yesterday, on 3 March.</summary>
    public static SaidOn? AdjunctAt(Page page, int at, int end)
    {
        var tokens = page.Tokens;
        var t = at;
        while (t < end && (tokens[t].Is(WordClass.WeakTime) || (t + 1 < end && tokens[t].Is(WordClass.Preposition) && IsDayAhead(page, t + 1, end))))
        {
            t++;
        }
        return t < end && DayAt(page, t, past: true) is { } day && !IsPossessive(page, t + day.Length, end)
            ? new SaidOn(day.Date, day.Basis, new Range(at, t + day.Length))
            : null;
    }

    private static bool IsDayAhead(Page page, int at, int end)
    {
        for (var t = at; t < Math.Min(end, at + 2); t++)
        {
            ref readonly var token = ref page.Tokens[t];
            if (token.Is(WordClass.Weekday | WordClass.DayWord) || CalendarDay.At(page, t) is { Day: not null })
            {
                return true;
            }
            if (!token.Is(WordClass.WeakTime))
            {
                return false;
            }
        }
        return false;
    }

    private static bool IsPossessive(Page page, int at, int end) => at < end && page.Tokens[at].Word == Tokeniser.Clitic && page.Tokens[at].IsWord;

    public static (LocalDate Date, string Basis, int Length)? DayAt(Page page, int at, bool past)
    {
        ref readonly var token = ref page.Tokens[at];
        if (token.Capital && token.Is(WordClass.Weekday) && page.Dateline is { } dateline)
        {
            var weekday = (IsoDayOfWeek)page.Language.Weekdays[Letters.Fold(page.TextOf(token))];
            // "Monday, 3 March" is the date written; "Monday" alone counts from the dateline.
            var next = at + 1 < page.Tokens.Length && page.Tokens[at + 1].Kind is TokenKind.Comma ? at + 2 : at + 1;
            if (next < page.Tokens.Length && CalendarDay.At(page, next) is { Day: not null } written && written.Resolve(page.Dateline, past) is { } full)
            {
                return (full, "date", next - at + written.Length);
            }
            return (past ? LastOnOrBefore(dateline, weekday) : dateline.Next(weekday), "weekday", 1);
        }
        if (token.Is(WordClass.DayWord) && page.Dateline is { } today)
        {
            var back = page.Language.DayWords[Letters.Fold(page.TextOf(token))];
            return (today.PlusDays(back), "day-word", 1);
        }
        if (CalendarDay.At(page, at) is { Day: not null } day && day.Resolve(page.Dateline, past) is { } date)
        {
            return (date, "date", day.Length);
        }
        return null;
    }

    private static LocalDate LastOnOrBefore(LocalDate day, IsoDayOfWeek weekday) => day.DayOfWeek == weekday ? day : day.Previous(weekday);

    /// <summary>The days the content speaks of: "since X" runs to the day it was said; two days are a range.</summary>
    public static DaysAbout? About(Page page, Range content, LocalDate? said, bool ahead)
    {
        var tokens = page.Tokens;
        var past = !ahead;
        LocalDate? from = null;
        LocalDate? to = null;
        var open = false;
        for (var t = content.First; t < content.End; t++)
        {
            past &= !tokens[t].Is(WordClass.Future);
            if (tokens[t].Is(WordClass.Since))
            {
                open = true;
            }
            if (DayAt(page, t, past) is { } day)
            {
                from = from is { } f && f < day.Date ? f : day.Date;
                to = to is { } u && u > day.Date ? u : day.Date;
                t += day.Length - 1;
            }
            else if (from is null && CalendarDay.At(page, t) is { Day: null } month && t > content.First && tokens[t - 1].Is(WordClass.Preposition)
                && month.ResolveMonth(page.Dateline, past) is { } whole)
            {
                from = whole.From;
                to = whole.To;
            }
        }
        if (from is null)
        {
            return null;
        }
        return open && (said ?? page.Dateline) is { } end && end >= from ? new DaysAbout(from, end) : new DaysAbout(from, to);
    }
}
