using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Servanda;

/// <summary>
/// Unicode normalisation form C. We carry our own because the platform's depends on the machine: with invariant
/// globalisation <c>string.Normalize</c> returns its input unchanged, and with ICU its tables differ from one version to
/// the next, while the bytes of an entry must be the same everywhere and for ever. The algorithm is that of UAX #15:
/// decompose, order the marks by combining class, compose.
/// </summary>
public static class Nfc
{
    // Nothing below U+0300 combines with what stands before it.
    private const char FirstCombining = '\u0300';

    private const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7;
    private const int LCount = 19, VCount = 21, TCount = 28, SCount = LCount * VCount * TCount;

    private static readonly Lazy<Tables> Canonical = new(Tables.Load);

    /// <summary>The text in form C; lone surrogates are left as they are.</summary>
    public static string Of(string text) =>
        text.AsSpan().IndexOfAnyExceptInRange('\0', (char)(FirstCombining - 1)) < 0 ? text : Compose(Order(Decompose(text)));

    private static List<int> Decompose(string text)
    {
        var points = new List<int>(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var point = char.IsSurrogatePair(text, i) ? char.ConvertToUtf32(text[i], text[++i]) : text[i];
            Decompose(point, points);
        }
        return points;
    }

    private static void Decompose(int point, List<int> into)
    {
        if (point - SBase is >= 0 and < SCount and var syllable)
        {
            into.Add(LBase + (syllable / (VCount * TCount)));
            into.Add(VBase + (syllable % (VCount * TCount) / TCount));
            if (syllable % TCount is > 0 and var tail)
            {
                into.Add(TBase + tail);
            }
        }
        else if (Canonical.Value.Parts.TryGetValue(point, out var parts))
        {
            Decompose(parts.First, into);
            if (parts.Second is { } second)
            {
                Decompose(second, into);
            }
        }
        else
        {
            into.Add(point);
        }
    }

    /// <summary>Sorts each run of marks by combining class, keeping the order of equals.</summary>
    private static List<int> Order(List<int> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var point = points[i];
            var rank = ClassOf(point);
            var at = i;
            while (rank > 0 && at > 0 && ClassOf(points[at - 1]) > rank)
            {
                points[at] = points[at - 1];
                at--;
            }
            points[at] = point;
        }
        return points;
    }

    private static string Compose(List<int> points)
    {
        var composed = new List<int>(points.Count);
        var starter = -1;
        var lastRank = 0;
        foreach (var point in points)
        {
            var rank = ClassOf(point);
            var adjacent = starter == composed.Count - 1;
            if (starter >= 0 && (adjacent || (lastRank != 0 && lastRank < rank)) && Pair(composed[starter], point) is { } pair)
            {
                composed[starter] = pair;
                continue;
            }
            if (rank == 0)
            {
                starter = composed.Count;
            }
            lastRank = rank;
            composed.Add(point);
        }
        return Text(composed);
    }

    private static int? Pair(int first, int second)
    {
        if (first - LBase is >= 0 and < LCount and var lead && second - VBase is >= 0 and < VCount and var vowel)
        {
            return SBase + (((lead * VCount) + vowel) * TCount);
        }
        if (first - SBase is >= 0 and < SCount and var syllable && syllable % TCount == 0 && second - TBase is > 0 and < TCount and var tail)
        {
            return SBase + syllable + tail;
        }
        return Canonical.Value.Pairs.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private static int ClassOf(int point) => point < FirstCombining ? 0 : Canonical.Value.Classes.GetValueOrDefault(point);

    private static string Text(List<int> points)
    {
        var text = new StringBuilder(points.Count);
        foreach (var point in points)
        {
            if (point > char.MaxValue)
            {
                text.Append(char.ConvertFromUtf32(point));
            }
            else
            {
                text.Append((char)point);
            }
        }
        return text.ToString();
    }

    private sealed record Tables(
        FrozenDictionary<int, (int First, int? Second)> Parts, FrozenDictionary<(int, int), int> Pairs, FrozenDictionary<int, int> Classes)
    {
        public static Tables Load()
        {
            var parts = new Dictionary<int, (int, int?)>();
            var pairs = new Dictionary<(int, int), int>();
            var classes = new Dictionary<int, int>();
            using var stream = typeof(Nfc).Assembly.GetManifestResourceStream("Servanda.unicode-canonical.txt")!;
            using var lines = new StreamReader(stream);
            while (lines.ReadLine() is { } line)
            {
                if (line.StartsWith('#'))
                {
                    continue;
                }
                if (line.Split(':') is [var range, var rank])
                {
                    for (var point = Hex(range.Split("..")[0]); point <= Hex(range.Split("..")[1]); point++)
                    {
                        classes.Add(point, int.Parse(rank, CultureInfo.InvariantCulture));
                    }
                    continue;
                }
                var sides = line.Split('=', '>');
                var whole = Hex(sides[0]);
                var into = sides[1].Split(' ');
                parts.Add(whole, (Hex(into[0]), into.Length > 1 ? Hex(into[1]) : null));
                if (line.Contains('=', StringComparison.Ordinal))
                {
                    pairs.Add((Hex(into[0]), Hex(into[1])), whole);
                }
            }
            return new Tables(parts.ToFrozenDictionary(), pairs.ToFrozenDictionary(), classes.ToFrozenDictionary());
        }

        private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
