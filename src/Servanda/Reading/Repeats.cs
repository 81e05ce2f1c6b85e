namespace Servanda.Reading;

/// <summary>A document that prints again what an earlier one printed.</summary>
/// <param name="Earlier">The earlier document's name.</param>
/// <param name="Share">How much of the shorter of the two stands in the other, from 0 to 1.</param>
public sealed record Repeat(string Earlier, double Share);

/// <summary>
/// Knows the documents it was given by their runs of words, so that one agency's story in two newspapers is one telling. Case,
/// accents, marks and white space count for nothing; a run is <see cref="RunLength"/> words (Broder, "On the resemblance and
/// containment of documents", 1997). Time and memory are in proportion to the length of what was given.
/// </summary>
public sealed class Repeats
{
    public const int RunLength = 5;

    /// <summary>From this share on, the shorter document counts as the longer one printed again, in part or changed a little.</summary>
    public const double Least = 0.4;

    /// <summary>Fewer runs say nothing: two denials of a line each may be worded alike.</summary>
    private const int FewestRuns = 20;

    /// <summary>A phrase that this many documents share marks none of them.</summary>
    private const int Commonplace = 50;

    private sealed record Known(string Name, int Runs);

    private readonly List<Known> documents = [];
    private readonly Dictionary<ulong, List<int>> whereRun = [];

    /// <summary>Takes in a document, and finds the earlier one that it repeats most of, if any.</summary>
    public Repeat? Add(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var runs = RunsOf(text).ToHashSet();
        var shared = new Dictionary<int, int>();
        foreach (var run in runs)
        {
            foreach (var document in whereRun.GetValueOrDefault(run, []))
            {
                shared[document] = shared.GetValueOrDefault(document) + 1;
            }
        }
        Repeat? found = null;
        foreach (var (document, both) in shared.OrderBy(s => s.Key))
        {
            var known = documents[document];
            var shorter = Math.Min(runs.Count, known.Runs);
            var share = (double)both / shorter;
            if (shorter >= FewestRuns && share >= Least && share > (found?.Share ?? 0) && known.Name != name)
            {
                found = new Repeat(known.Name, share);
            }
        }
        foreach (var run in runs)
        {
            if (!whereRun.TryGetValue(run, out var where))
            {
                whereRun.Add(run, where = []);
            }
            if (where.Count < Commonplace)
            {
                where.Add(documents.Count);
            }
        }
        documents.Add(new Known(name, runs.Count));
        return found;
    }

    /// <summary>Whether the words of a passage stand in an earlier document, most of them in runs.</summary>
    public bool Holds(string earlier, string passage)
    {
        ArgumentNullException.ThrowIfNull(passage);
        var index = documents.FindIndex(d => d.Name == earlier);
        var runs = RunsOf(passage).ToList();
        return runs.Count > 0 && index >= 0 && runs.Count(r => whereRun.GetValueOrDefault(r, []).Contains(index)) * 2 > runs.Count;
    }

    private static IEnumerable<ulong> RunsOf(string text)
    {
        var last = new ulong[RunLength];
        var words = 0;
        var hash = Vocabulary.EmptyHash;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsLetterOrDigit(text[i]) || Letters.IsMark(text[i])))
            {
                hash = Letters.Fold(text[i]) is var folded and not '\0' ? Vocabulary.Extend(hash, folded) : hash;
                continue;
            }
            if (hash == Vocabulary.EmptyHash)
            {
                continue;
            }
            last[words++ % RunLength] = hash;
            hash = Vocabulary.EmptyHash;
            if (words >= RunLength)
            {
                yield return Together(last, words);
            }
        }
    }

    private static ulong Together(ulong[] last, int words)
    {
        var run = Vocabulary.EmptyHash;
        for (var w = 0; w < RunLength; w++)
        {
            run = (run ^ last[(words + w) % RunLength]) * 1099511628211;
            run ^= run >> 29;
        }
        return run;
    }
}
