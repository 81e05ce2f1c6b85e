using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using Servanda.Reading;

namespace Servanda.Bench;

/// <summary>
/// How fast the whole reader is, from text to lines of JSON, on one core: articles a second, the time of the slowest of a
/// hundred, and whether time grows with length. Beside it, in the same run, one look-up in a dictionary for each word of the
/// same text, which is the least that any reader by rules has to do.
/// </summary>
internal static class ReadSpeed
{
    private const int Rounds = 3000;
    private const int WarmUp = 3000;

    public static int Run(string text, Reader reader)
    {
        for (var i = 0; i < WarmUp; i++)
        {
            Lines(reader, text);
        }
        var times = new double[Rounds];
        var begun = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Rounds; i++)
        {
            var at = Stopwatch.GetTimestamp();
            Lines(reader, text);
            times[i] = Stopwatch.GetElapsedTime(at).TotalMilliseconds;
        }
        var wall = clock.Elapsed;
        var processor = Process.GetCurrentProcess().TotalProcessorTime - begun;
        Array.Sort(times);
        Say($"reader to JSON     {Rounds / wall.TotalSeconds,8:F0} articles/s of {text.Length} characters; by processor time {Rounds / processor.TotalSeconds:F0}; median {times[Rounds / 2]:F3} ms, p99 {times[Rounds * 99 / 100]:F3} ms");
        Baseline(text);
        foreach (var copies in (int[])[1, 10, 100, 1000])
        {
            var longer = string.Concat(Enumerable.Repeat(text + "\n\n", copies));
            Lines(reader, longer);
            var began = Stopwatch.GetTimestamp();
            Lines(reader, longer);
            var took = Stopwatch.GetElapsedTime(began);
            Say($"{longer.Length,10} characters {took.TotalMilliseconds,10:F2} ms, {longer.Length / took.TotalSeconds / 1e6:F1} million characters/s");
        }
        return 0;
    }

    private static int Lines(Reader reader, string text)
    {
        var length = 0;
        foreach (var proposal in reader.Read(text))
        {
            length += ProposalJson.Line(proposal, null).Length;
        }
        return length;
    }

    private static void Baseline(string text)
    {
        var known = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Where((_, i) => i % 2 == 0).ToFrozenDictionary(w => w, w => w.Length);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var found = 0;
        for (var i = 0; i < WarmUp; i++)
        {
            found += LookUp(text, lookup);
        }
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Rounds; i++)
        {
            found += LookUp(text, lookup);
        }
        Say($"look-up a word     {Rounds / clock.Elapsed.TotalSeconds,8:F0} articles/s ({found / (Rounds + WarmUp)} words found in each)");
    }

    private static int LookUp(string text, FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> known)
    {
        var found = 0;
        foreach (var range in text.AsSpan().Split(' '))
        {
            found += known.ContainsKey(text.AsSpan(range)) ? 1 : 0;
        }
        return found;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
