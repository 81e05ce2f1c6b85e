using System.Globalization;
using NodaTime;
using Servanda.Web.Words;

namespace Servanda.Web.Layout;

/// <summary>A line of time for a drawing: days from left to right, in every language, with the dates that fit under it.</summary>
public sealed class DayScale(LocalDate first, LocalDate last, double left, double right)
{
    // Round distances between dates, in days: from one to twenty years.
    private static readonly int[] Steps = [1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652, 7305];

    private readonly int days = Math.Max(1, Period.DaysBetween(first, last));

    public double At(LocalDate day) => left + (right - left) * Math.Clamp((double)Period.DaysBetween(first, day) / days, 0, 1);

    /// <summary>Days to name: at most so many, at round distances.</summary>
    public IEnumerable<LocalDate> Ticks(int most)
    {
        var step = Steps.FirstOrDefault(s => days / s < most, Steps[^1]);
        for (var day = first; day <= last; day = day.PlusDays(step))
        {
            yield return day;
        }
    }
}

/// <summary>Numbers in a drawing.</summary>
public static class Drawing
{
    private static readonly decimal[] Round = [1, 2, 2.5m, 5, 10];

    /// <summary>A coordinate: one decimal is finer than any screen shows.</summary>
    public static string C(double coordinate) => Math.Round(coordinate, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The least round number that is not below: 1, 2 or 5 and noughts.</summary>
    public static decimal RoundedUp(decimal number)
    {
        var unit = 1m;
        while (unit * 10 <= number)
        {
            unit *= 10;
        }
        return Round.Select(f => f * unit).First(n => n >= number);
    }

    /// <summary>Strokes that tell lines apart without colour.</summary>
    public static string Dash(int number) => (number % 5) switch { 0 => "none", 1 => "6 3", 2 => "2 3", 3 => "9 3 2 3", _ => "4 4" };
}
