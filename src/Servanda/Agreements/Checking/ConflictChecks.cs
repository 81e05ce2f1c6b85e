using NodaTime;

namespace Servanda.Agreements.Checking;

/// <summary>
/// A duty to do what a prohibition forbids the same holder at the same time and place: <c>duty-against-prohibition</c>. Two
/// provisions speak of the same when they share one of their `words`, or when the duty's text has every word that says what
/// the prohibition is about. Each such group is swept over time, and looked up by place, so that only what meets is compared.
/// </summary>
internal static class ConflictChecks
{
    // Nobody reads on after so many.
    private const int Most = 200;

    public static void Of(DraftFindings findings, IReadOnlyList<(Zone One, Zone Other)> overlaps)
    {
        var agreement = findings.Agreement;
        var (times, relative) = (new FixedTimes(agreement), new RelativeTimes(agreement));
        var items = agreement.Provisions.Where(p => p is not Provision.Power).Select(p => new Item(p, HolderChecks.HoldersOf(p).Select(h => Sides.Of(agreement, h)).ToHashSet(StringComparer.Ordinal), Span(times, p), ContentWords.Of(p.Text))).ToList();
        var ground = new SharedGround(agreement, overlaps);
        var told = new HashSet<(string, string)>();
        foreach (var group in Groups(items))
        {
            foreach (var (duty, prohibition) in Meetings(ground, group).Where(pair => AreOfOneEvent(pair.Duty, pair.Prohibition) && !IsExcepted(pair.Duty, pair.Prohibition)
                && !IsOver(relative, pair.Prohibition, pair.Duty) && !IsOver(relative, pair.Duty, pair.Prohibition)))
            {
                if (told.Add((duty.Provision.Id, prohibition.Provision.Id)))
                {
                    Conflict(findings, ground, duty, prohibition);
                    if (told.Count == Most)
                    {
                        return;
                    }
                }
            }
        }
    }

    private sealed record Item(Provision Provision, HashSet<string> Sides, Interval Span, IReadOnlySet<string> Words)
    {
        public bool IsProhibition => Provision is Provision.Prohibition;
        /// <summary>An empty name: everywhere.</summary>
        public IReadOnlyList<string> Zones => Provision.Zones.Count == 0 ? [""] : Provision.Zones;
    }

    private static void Conflict(DraftFindings findings, SharedGround ground, Item duty, Item prohibition)
    {
        var agreement = findings.Agreement;
        var holders = HolderChecks.HoldersOf(duty.Provision).Where(h => prohibition.Sides.Contains(Sides.Of(agreement, h))).ToList();
        findings.Warning("duty-against-prohibition", DraftFindings.At(duty.Provision, "text"),
            $"{findings.Titled(duty.Provision, begins: true)} asks {findings.Actors(holders)} for what {findings.Titled(prohibition.Provision)} forbids{Where(agreement, ground, duty, prohibition)} at the same time: doing the one can be held against it under the other.",
            "write an exception into the prohibition for what the duty asks, or part them in time or place", [duty.Provision.Id, prohibition.Provision.Id]);
    }

    private static string Where(Agreement agreement, SharedGround ground, Item duty, Item prohibition)
    {
        var pairs = duty.Zones.SelectMany(d => prohibition.Zones.Select(p => (Asked: d, Forbidden: p)));
        var (asked, forbidden) = pairs.First(pair => ground.AreOne(pair.Asked, pair.Forbidden) || ground.Overlapping(pair.Asked).Contains(pair.Forbidden));
        return (asked, forbidden) switch
        {
            ("", "") => "",
            ("", var everywhere) => $" in {Name(everywhere)}",
            (var within, _) when ground.AreOne(asked, forbidden) => $" in {Name(within)}",
            _ => $", where {Name(asked)} and {Name(forbidden)} overlap,",
        };

        string Name(string zone) => $"\"{agreement.ZoneOf(zone)?.Name ?? zone}\"";
    }

    private static IEnumerable<List<Item>> Groups(List<Item> items)
    {
        var byWord = new Dictionary<string, List<Item>>(StringComparer.Ordinal);
        var frequency = items.SelectMany(i => i.Words).GroupBy(w => w, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var rarest = items.Where(i => i.IsProhibition && i.Words.Count >= 2).Select(i => (Item: i, Word: i.Words.MinBy(w => (frequency[w], w))!)).ToList();
        var keys = rarest.Select(r => r.Word).ToHashSet(StringComparer.Ordinal);
        foreach (var item in items)
        {
            foreach (var word in item.Provision.Words.Select(w => "words " + w.ToLowerInvariant()).Distinct(StringComparer.Ordinal))
            {
                Add(word, item);
            }
            if (!item.IsProhibition)
            {
                foreach (var word in item.Words.Where(keys.Contains))
                {
                    Add("text " + word, item);
                }
            }
        }
        foreach (var (item, word) in rarest)
        {
            Add("text " + word, item);
        }
        return byWord.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Value).Where(g => g.Exists(i => i.IsProhibition) && g.Exists(i => !i.IsProhibition));

        void Add(string word, Item item) => (byWord.TryGetValue(word, out var group) ? group : byWord[word] = []).Add(item);
    }

    /// <summary>The pairs of a group that meet in time, place and holder: a sweep over time with what is running, by side and zone.</summary>
    private static IEnumerable<(Item Duty, Item Prohibition)> Meetings(SharedGround ground, List<Item> group)
    {
        var running = (Duties: new Running(ground), Prohibitions: new Running(ground));
        var ends = new PriorityQueue<Item, Instant>();
        foreach (var item in group.OrderBy(i => StartOf(i.Span)).ThenBy(i => i.Provision.Id, StringComparer.Ordinal))
        {
            while (ends.TryPeek(out var over, out var end) && end < StartOf(item.Span))
            {
                ends.Dequeue();
                (over.IsProhibition ? running.Prohibitions : running.Duties).Remove(over);
            }
            foreach (var other in (item.IsProhibition ? running.Duties : running.Prohibitions).Meeting(item))
            {
                yield return item.IsProhibition ? (other, item) : (item, other);
            }
            (item.IsProhibition ? running.Prohibitions : running.Duties).Add(item);
            ends.Enqueue(item, item.Span.HasEnd ? item.Span.End : Instant.MaxValue);
        }
    }

    private sealed class Running(SharedGround ground)
    {
        private readonly Dictionary<(string Side, string Zone), HashSet<Item>> at = [];
        private readonly Dictionary<(string Side, string Zone), HashSet<Item>> below = [];

        public void Add(Item item) => Each(item, (places, key) => (places.TryGetValue(key, out var there) ? there : places[key] = []).Add(item));

        public void Remove(Item item) => Each(item, (places, key) => places[key].Remove(item));

        public IEnumerable<Item> Meeting(Item item)
        {
            var found = new HashSet<Item>(ReferenceEqualityComparer.Instance);
            foreach (var side in item.Sides)
            {
                foreach (var zone in item.Zones)
                {
                    found.UnionWith(below.GetValueOrDefault((side, zone)) ?? []);
                    foreach (var other in ground.Above(zone).Concat(ground.Overlapping(zone)))
                    {
                        found.UnionWith(at.GetValueOrDefault((side, other)) ?? []);
                    }
                }
            }
            return found.OrderBy(i => i.Provision.Id, StringComparer.Ordinal);
        }

        private void Each(Item item, Action<Dictionary<(string, string), HashSet<Item>>, (string, string)> act)
        {
            foreach (var side in item.Sides)
            {
                foreach (var zone in item.Zones)
                {
                    act(at, (side, zone));
                    act(below, (side, zone));
                    foreach (var above in ground.Above(zone))
                    {
                        act(below, (side, above));
                    }
                }
            }
        }
    }

    private static bool AreOfOneEvent(Item duty, Item prohibition) =>
        duty.Provision.Words.Intersect(prohibition.Provision.Words, StringComparer.OrdinalIgnoreCase).Any()
        || prohibition.Words.Count >= 2 && prohibition.Words.IsSubsetOf(duty.Words);

    // An exception about what the duty asks for lets it through.
    private static bool IsExcepted(Item duty, Item prohibition) =>
        prohibition.Provision.Exceptions.Any(e => ContentWords.Of(e.Text).Overlaps(duty.Words));

    // Neither need be dated to be known as one after the other.
    private static bool IsOver(RelativeTimes relative, Item first, Item second) =>
        first.Provision.Within?.To is { } to && second.Provision.Within?.From is { } from && relative.IsBefore(to, from);

    // What is not dated may be at any time.
    private static Interval Span(FixedTimes times, Provision provision) => new(
        provision.Within?.From is { } from ? times.Of(from)?.Earliest : null,
        provision.Within?.To is { } to ? times.Of(to)?.Latest is { } end && IsAfter(end, provision.Within?.From is { } start ? times.Of(start)?.Earliest : null) ? end : null : null);

    private static bool IsAfter(Instant end, Instant? start) => start is null || end >= start;

    private static Instant StartOf(Interval span) => span.HasStart ? span.Start : Instant.MinValue;
}
