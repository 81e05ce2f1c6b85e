using System.Globalization;
using System.Text.RegularExpressions;
using Servanda.Reading;

namespace Servanda.Bench;

/// <summary>
/// Measures the reader on a folder of the PolNeAR corpus (text/ and attributions/, standoff): whole attributions (cue, source
/// and content at once) of the reporting verbs, and who speaks each direct quotation. Beside it, in the same run, the simplest
/// thing that could work: the quotation belongs to the capitalised name nearest to it.
/// </summary>
internal static partial class Polnear
{
    private const double Half = 0.5;
    private const int ShortestQuotation = 4;

    private sealed record Attribution(List<Span> Source, List<Span> Cue, List<Span> Content);

    private sealed record Document(string Text, List<Attribution> Gold);

    public static int Run(string folder, Reader reader)
    {
        var documents = Load(folder);
        var whole = new Counts();
        var quotes = new Counts();
        var nearest = new Counts();
        foreach (var document in documents)
        {
            var read = reader.Read(document.Text).Where(p => p.Attribution is not Reading.Attribution.Reporter).ToList();
            Whole(document, read, whole);
            Quotations(document, read, quotes, nearest);
        }
        Console.WriteLine($"documents {documents.Count}");
        Console.WriteLine($"reporting verbs, cue+source+content   {whole}");
        Console.WriteLine($"direct quotations, the reader         {quotes}");
        Console.WriteLine($"direct quotations, nearest name       {nearest}");
        return 0;
    }

    private sealed class Counts
    {
        public int Gold { get; set; }
        public int Given { get; set; }
        public int Right { get; set; }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"gold {Gold} given {Given} right {Right} | P {Share(Right, Given):F3} R {Share(Right, Gold):F3} F {Share(2 * Right, Gold + Given):F3}");

        private static double Share(int part, int all) => all == 0 ? 0 : (double)part / all;
    }

    // ---- Whole attributions ----

    private static void Whole(Document document, List<Proposal> read, Counts counts)
    {
        var gold = document.Gold.Where(g => g.Cue.Count > 0 && Says().IsMatch(string.Join(' ', g.Cue.Select(s => document.Text[s.Start..s.End])))).ToList();
        var used = new HashSet<Attribution>();
        counts.Gold += gold.Count;
        foreach (var rows in read.Where(p => p.CueSpan is not null).GroupBy(p => p.CueSpan!.Value))
        {
            if (!Says().IsMatch(document.Text[rows.Key.Start..rows.Key.End]))
            {
                continue;
            }
            counts.Given++;
            var content = rows.SelectMany(r => r.ContentSpans).Distinct().ToList();
            var best = gold.Where(g => !used.Contains(g) && g.Cue.Exists(rows.Key.Overlaps)).MaxBy(g => Shared(content, g.Content));
            if (best is null)
            {
                continue;
            }
            used.Add(best);
            var source = rows.First().SpeakerSpan;
            var sourceRight = best.Source.Count > 0 ? source is { } s && best.Source.Exists(s.Overlaps) : source is null;
            counts.Right += sourceRight && Shared(content, best.Content) >= Half ? 1 : 0;
        }
    }

    private static double Shared(List<Span> a, List<Span> b)
    {
        var left = Characters(a);
        var right = Characters(b);
        var both = left.Count(right.Contains);
        return left.Count + right.Count == 0 ? 0 : (double)both / (left.Count + right.Count - both);
    }

    private static HashSet<int> Characters(List<Span> spans) => [.. spans.SelectMany(s => Enumerable.Range(s.Start, s.Length))];

    // ---- Direct quotations ----

    private static void Quotations(Document document, List<Proposal> read, Counts reader, Counts nearest)
    {
        foreach (var quotation in QuotationsOf(document.Text))
        {
            if (document.Gold.Find(g => g.Source.Count > 0 && g.Content.Exists(c => Covers(c, quotation))) is not { } gold)
            {
                continue;
            }
            reader.Gold++;
            nearest.Gold++;
            if (read.Find(p => p.SpeakerSpan is not null && p.ContentSpans.Any(c => Covers(c, quotation))) is { } proposal)
            {
                reader.Given++;
                reader.Right += gold.Source.Exists(proposal.SpeakerSpan!.Value.Overlaps) ? 1 : 0;
            }
            if (NearestName(document.Text, quotation) is { } name)
            {
                nearest.Given++;
                nearest.Right += gold.Source.Exists(name.Overlaps) ? 1 : 0;
            }
        }
    }

    private static bool Covers(Span whole, Span part) => Math.Min(whole.End, part.End) - Math.Max(whole.Start, part.Start) > part.Length / 2;

    /// <summary>From one mark to its fellow on the same line, of four words or more.</summary>
    private static IEnumerable<Span> QuotationsOf(string text)
    {
        var open = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                open = -1;
            }
            else if (text[i] is '“' or '"' && open < 0)
            {
                open = i;
            }
            else if (text[i] is '”' or '"' && open >= 0)
            {
                if (text[open..i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= ShortestQuotation)
                {
                    yield return new Span(open, i + 1);
                }
                open = -1;
            }
        }
    }

    private static Span? NearestName(string text, Span quotation) =>
        Names().Matches(text).Select(m => new Span(m.Index, m.Index + m.Length))
            .Where(n => !n.Overlaps(quotation))
            .Select(n => (Span?)n)
            .MinBy(n => n!.Value.End <= quotation.Start ? quotation.Start - n.Value.End : n.Value.Start - quotation.End);

    // ---- The corpus ----

    private static List<Document> Load(string folder)
    {
        var documents = new List<Document>();
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "attributions"), "*.ann").Order(StringComparer.Ordinal).DistinctBy(StemOf))
        {
            documents.Add(new Document(File.ReadAllText(Path.Combine(folder, "text", StemOf(file) + ".txt")), Attributions(File.ReadLines(file))));
        }
        return documents;
    }

    private static string StemOf(string file) => Path.GetFileNameWithoutExtension(file)[..^"_0000".Length];

    private static List<Attribution> Attributions(IEnumerable<string> lines)
    {
        var spans = new Dictionary<string, List<Span>>();
        var events = new List<string>();
        foreach (var cells in lines.Select(l => l.Split('\t')).Where(c => c.Length > 1))
        {
            if (cells[0][0] == 'T')
            {
                spans[cells[0]] = [.. cells[1][(cells[1].IndexOf(' ') + 1)..].Split(';').Select(s => s.Split(' ')).Select(s => new Span(Number(s[0]), Number(s[1])))];
            }
            else if (cells[0][0] == 'E')
            {
                events.Add(cells[1]);
            }
        }
        return [.. events.Select(e => new Attribution(Of(e, "Source"), Of(e, "Cue"), Of(e, "Content")))];

        List<Span> Of(string line, string role) =>
            [.. line.Split(' ').Select(a => a.Split(':')).Where(a => a.Length == 2 && a[0].TrimEnd("0123456789".ToCharArray()) == role).SelectMany(a => spans.GetValueOrDefault(a[1], []))];
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    /// <summary>The reporting verbs, by the fixed expression that the corpus is scored with.</summary>
    [GeneratedRegex(@"\b(sa(id|ys?|ying)|t(old|ells?|elling)|add(ed|s|ing)|wr(ote|ites?|iting)|accus|claim|insist|den(y|ied|ies)|warn|urg|report|confirm|announc|according|stat(ed|es|ing)|not(ed|es|ing)|argu|explain|declar|alleg|acknowledg|admit|conced|vow|pledg|promis|reject|dismiss|call(ed|s|ing)|ask|respond|repl(y|ied)|tweet|stress|demand|condemn|blam|critici|describ|reiterat|emphasi|suggest|predict|contend|assert|maintain|complain|testif|quot)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Says();

    /// <summary>Two capitalised words or more in a row, or one in the middle of a sentence.</summary>
    [GeneratedRegex(@"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)+|(?<=[a-z,] )[A-Z][a-z'’-]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Names();
}
