using Servanda.Agreements;

namespace Servanda.Reading;

/// <summary>What a stretch of text is about, with the provision of the agreement it fits, if any.</summary>
internal readonly record struct TopicFound(Topic Topic, string? Provision, double Score, double Margin);

/// <summary>
/// Weighs the words of a stretch by topic: two points a strong word, one a weak one, none inside a blocking phrase ("strike a
/// deal"). Talks weigh less, since most statements are made about talks or at them. The agreement's own provisions add their
/// words; the one whose words fit best, of the topic found, is the provision meant.
/// </summary>
internal sealed class Topics
{
    private const double TalksWeight = 0.6;
    private const double MonitoringWeight = 0.75;
    /// <summary>An attack on a convoy is an attack.</summary>
    private const double ViolenceBias = 0.1;
    private const double OwnWord = 1.5;
    private static readonly int Count = Enum.GetValues<Topic>().Length;

    private readonly Phrases<List<TopicPhrase>> vocabulary;
    private readonly Phrases<List<int>> own;
    private readonly List<(string Id, Topic Topic)> provisions = [];

    public Topics(Agreement agreement, Language language, Vocabulary words)
    {
        vocabulary = new Phrases<List<TopicPhrase>>(words);
        foreach (var group in language.Topics.GroupBy(t => t.Phrase))
        {
            vocabulary.Add(group.Key, [.. group.Select(g => g.Topic)]);
        }
        own = new Phrases<List<int>>(words);
        var phrases = new Dictionary<string, List<int>>();
        foreach (var provision in agreement.Provisions)
        {
            var topic = provision.Topic is { } name && Language.TopicOf(name) is { } given ? given : Topic.General;
            var index = provisions.Count;
            // What its tolls count speaks of it as well: the killed of a halt of attacks.
            foreach (var word in provision.Words.Concat(agreement.TollsOf(provision.Id).Select(c => c.Unit)).Distinct(StringComparer.Ordinal))
            {
                if (!phrases.TryGetValue(Letters.Fold(word), out var at))
                {
                    phrases.Add(Letters.Fold(word), at = []);
                }
                at.Add(index);
            }
            provisions.Add((provision.Id, topic is Topic.General ? TopicOfText(provision, language) : topic));
        }
        foreach (var (phrase, at) in phrases)
        {
            own.Add(phrase, at);
        }
        vocabulary.Freeze();
        own.Freeze();
    }

    /// <summary>A provision that names no topic has that of its own words, by the same vocabulary.</summary>
    private static Topic TopicOfText(Provision provision, Language language)
    {
        var scores = new double[Count];
        var text = " " + Letters.Fold(provision.Text + " " + string.Join(' ', provision.Words)).Replace(',', ' ').Replace('.', ' ') + " ";
        foreach (var (phrase, topic) in language.Topics)
        {
            var sought = phrase[^1] == '*' ? " " + phrase[..^1] : " " + phrase + " ";
            if (text.Contains(sought, StringComparison.Ordinal))
            {
                scores[(int)topic.Topic] += topic.Weight;
            }
        }
        var best = Array.IndexOf(scores, scores.Max());
        return scores[best] > 0 ? (Topic)best : Topic.General;
    }

    public TopicFound Of(Page page, ReadOnlySpan<Range> ranges)
    {
        Span<double> scores = stackalloc double[Count];
        Span<double> fits = provisions.Count <= 256 ? stackalloc double[provisions.Count] : new double[provisions.Count];
        foreach (var range in ranges)
        {
            Weigh(page, range, scores, fits);
        }
        scores[(int)Topic.Talks] *= TalksWeight;
        scores[(int)Topic.Monitoring] *= MonitoringWeight;
        scores[(int)Topic.HaltOfAttacks] += scores[(int)Topic.HaltOfAttacks] > 0 ? ViolenceBias : 0;
        var best = 0;
        var second = 0.0;
        for (var t = 1; t < Count; t++)
        {
            if (scores[t] > scores[best])
            {
                second = scores[best];
                best = t;
            }
            else
            {
                second = Math.Max(second, scores[t]);
            }
        }
        return new TopicFound((Topic)best, ProvisionOf((Topic)best, fits), scores[best], scores[best] - second);
    }

    private string? ProvisionOf(Topic topic, ReadOnlySpan<double> fits)
    {
        var best = -1;
        for (var p = 0; p < fits.Length; p++)
        {
            if (provisions[p].Topic == topic && topic is not Topic.General && (best < 0 || fits[p] > fits[best]))
            {
                best = p;
            }
        }
        // Where several provisions share the topic, the words must tell them apart.
        if (best >= 0 && fits[best] == 0 && provisions.Count(p => p.Topic == topic) > 1)
        {
            return null;
        }
        return best < 0 ? null : provisions[best].Id;
    }

    private void Weigh(Page page, Range range, Span<double> scores, Span<double> fits)
    {
        var t = range.First;
        while (t < range.End)
        {
            var length = vocabulary.LengthAt(page.Tokens, t, out var topics);
            var whole = length > 0 && t + length <= range.End;
            if (whole && topics!.TrueForAll(static topic => topic.Weight == 0))
            {
                // A blocking phrase hides the agreement's own words inside it as well: "ceasefire deal".
                t += length;
                continue;
            }
            WeighOwn(page, t, scores, fits);
            if (!whole)
            {
                t++;
                continue;
            }
            foreach (var topic in topics!)
            {
                scores[(int)topic.Topic] += topic.Weight;
            }
            t += length;
        }
    }

    /// <summary>The agreement's own words: for the provision that uses them, and a little for its topic.</summary>
    private void WeighOwn(Page page, int at, Span<double> scores, Span<double> fits)
    {
        if (own.LengthAt(page.Tokens, at, out var named) == 0)
        {
            return;
        }
        foreach (var p in named!)
        {
            fits[p] += 1;
            scores[(int)provisions[p].Topic] += provisions[p].Topic is Topic.General ? 0 : OwnWord;
        }
    }
}
