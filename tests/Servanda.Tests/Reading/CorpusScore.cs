using Servanda.Reading;

namespace Servanda.Tests.Reading;

/// <summary>
/// How well the reader read a corpus. An attribution is every row of one cue; it is found when the cues overlap, or when half
/// of the words said are the same; pairs are taken best first, one to one. Speaker and party are compared by name, as sets of words.
/// </summary>
internal sealed class CorpusScore
{
    private static readonly HashSet<string> Unsaying =
        [.. "the a an of and for in at to s its his her their us secretary state minister foreign prime president general spokesman spokeswoman spokesperson official officials chief head top senior".Split(' ')];

    public int Gold { get; private set; }
    public int Predicted { get; private set; }
    public int Found { get; private set; }
    public int Speaker { get; private set; }
    public int Party { get; private set; }
    public int Kind { get; private set; }
    public int Topic { get; private set; }
    public int Rows { get; private set; }
    public int GoldFigures { get; private set; }
    public int Figures { get; private set; }
    public int FalseFigures { get; private set; }
    public int ExplicitDates { get; private set; }
    public int Dates { get; private set; }
    public int WrongDates { get; private set; }

    public double F => 2.0 * Found / (Gold + Predicted);

    public override string ToString() =>
        FormattableString.Invariant($"attributions {Gold}, found {Found} of {Predicted} proposed, F {F:F3}; of those found: speaker {(double)Speaker / Found:F3}, party {(double)Party / Found:F3}; rows {Rows}: kind {(double)Kind / Rows:F3}, topic {(double)Topic / Rows:F3}; figures {Figures} of {GoldFigures}, false {FalseFigures}; dates {Dates} of {ExplicitDates}, wrong {WrongDates}");

    public static CorpusScore Of(IEnumerable<CorpusDocument> documents)
    {
        var score = new CorpusScore();
        foreach (var document in documents)
        {
            score.Add(document);
        }
        return score;
    }

    private void Add(CorpusDocument document)
    {
        var proposals = new Reader(document.Agreement).Read(document.Text).Where(p => p.Attribution is not Attribution.Reporter).ToList();
        var gold = document.Gold.Where(g => !g.IsReporter).ToList();
        var goldUnits = gold.GroupBy(g => g.CueSpan is { } c ? (c[0], c[1]) : (-g.ContentSpans[0][0] - 1, 0)).Select(g => g.ToList()).ToList();
        var units = proposals.GroupBy(p => p.CueSpan is { } c ? (c.Start, c.End) : (-p.Extent.Start - 1, 0)).Select(g => g.ToList()).ToList();
        var pairs = BestFirst(units.Count, goldUnits.Count, (u, g) => (Overlap(units[u][0].CueSpan, goldUnits[g][0].CueSpan) ? 10 : 0) + Shared(Covered(units[u]), Covered(goldUnits[g])), 0.5);
        var optional = document.Gold.Where(g => g.Optional).ToList();
        Gold += goldUnits.Count(g => !g.TrueForAll(r => r.Optional));
        Predicted += units.Where((u, i) => pairs.All(p => p.Left != i) && !u.Exists(p => optional.Exists(g => Overlap(p.CueSpan, g.CueSpan) || Shared(Covered([p]), Covered([g])) >= 0.3))).Count();
        foreach (var (u, g) in pairs.Where(p => !goldUnits[p.Right].TrueForAll(r => r.Optional)))
        {
            Predicted++;
            Found++;
            Speaker += units[u].Exists(p => goldUnits[g].Exists(r => SameSpeaker(p, r))) ? 1 : 0;
            Party += units[u].Exists(p => goldUnits[g].Exists(r => SameParty(p, r))) ? 1 : 0;
        }
        AddRows(proposals, gold);
    }

    private void AddRows(List<Proposal> proposals, List<GoldRow> gold)
    {
        GoldFigures += gold.Count(g => g is { Figure: not null, Optional: false });
        var pairs = BestFirst(proposals.Count, gold.Count, (p, g) => Shared(Covered([proposals[p]]), Covered([gold[g]])) is >= 0.3 and var shared ? shared + (TopicFits(proposals[p], gold[g]) ? 0.5 : 0) : 0, 0.3);
        foreach (var (p, g) in pairs.Where(x => !gold[x.Right].Optional))
        {
            var (proposal, row) = (proposals[p], gold[g]);
            Rows++;
            Kind += ProposalJson.Name(proposal.Kind) is var kind && (kind == row.Kind || kind == row.AltKind) ? 1 : 0;
            Topic += TopicFits(proposal, row) ? 1 : 0;
            Figures += row.Figure is { } f && proposal.Figure is { } read && f.Value == read.Value && f.Bound == ProposalJson.Name(read.Bound) ? 1 : 0;
            FalseFigures += row.Figure is null && proposal.Figure is not null ? 1 : 0;
            var said = proposal.DateSaid is { } day ? NodaTime.Text.LocalDatePattern.Iso.Format(day) : null;
            var isExplicit = row.DateSaid is not null && !row.DateSaidBasis.StartsWith("inferred", StringComparison.Ordinal);
            ExplicitDates += isExplicit ? 1 : 0;
            Dates += isExplicit && said == row.DateSaid ? 1 : 0;
            WrongDates += said is not null && said != row.DateSaid ? 1 : 0;
        }
    }

    private static bool TopicFits(Proposal proposal, GoldRow row)
    {
        var topic = ProposalJson.Name(proposal.Topic);
        return topic == row.Topic || topic == row.AltTopic || (row.TopicsAlso?.Contains(topic) ?? false);
    }

    private static bool SameSpeaker(Proposal proposal, GoldRow row) =>
        Agree(proposal.Speaker, [row.Speaker, row.AltSpeaker, .. row.Speakers ?? []]);

    private static bool SameParty(Proposal proposal, GoldRow row) =>
        Agree(proposal.PartyName ?? proposal.Speaker, [row.Party, row.Speaker, .. row.Speakers ?? []]);

    private static bool Agree(string names, IEnumerable<string?> others) =>
        names.Split(';').Select(WordsOf).Any(a => a.Count > 0 && others.OfType<string>().SelectMany(o => o.Split(';')).Select(WordsOf).Any(b => b.Count > 0 && (a.IsSubsetOf(b) || b.IsSubsetOf(a))));

    private static HashSet<string> WordsOf(string name)
    {
        var letters = string.Concat(name.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' '));
        return [.. letters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => !Unsaying.Contains(w))];
    }

    private static List<(int Left, int Right)> BestFirst(int left, int right, Func<int, int, double> weight, double least)
    {
        var all = Enumerable.Range(0, left).SelectMany(l => Enumerable.Range(0, right).Select(r => (Weight: weight(l, r), l, r)))
            .Where(x => x.Weight >= least).OrderByDescending(x => x.Weight).ThenBy(x => x.l).ThenBy(x => x.r);
        var pairs = new List<(int Left, int Right)>();
        foreach (var (_, l, r) in all)
        {
            if (pairs.TrueForAll(p => p.Left != l && p.Right != r))
            {
                pairs.Add((l, r));
            }
        }
        return pairs;
    }

    private static bool Overlap(Span? a, int[]? b) => a is { } x && b is not null && x.Start < b[1] && b[0] < x.End;

    private static HashSet<int> Covered(IEnumerable<Proposal> proposals) => [.. proposals.SelectMany(p => p.ContentSpans).SelectMany(s => Enumerable.Range(s.Start, s.Length))];

    private static HashSet<int> Covered(IEnumerable<GoldRow> rows) => [.. rows.SelectMany(r => r.ContentSpans).SelectMany(s => Enumerable.Range(s[0], s[1] - s[0]))];

    private static double Shared(HashSet<int> a, HashSet<int> b)
    {
        var both = a.Count(b.Contains);
        return a.Count + b.Count == 0 ? 0 : (double)both / (a.Count + b.Count - both);
    }
}
