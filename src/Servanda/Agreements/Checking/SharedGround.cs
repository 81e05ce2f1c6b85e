namespace Servanda.Agreements.Checking;

/// <summary>
/// Which zones are one place: the same, one part of the other, or overlapping on the map. What holds in a zone holds in its
/// parts, so two overlap where a part of the one does with a part of the other; one that is drawn nowhere overlaps none by
/// itself. The empty name is everywhere.
/// </summary>
internal sealed class SharedGround
{
    private readonly Agreement agreement;
    private readonly Dictionary<string, HashSet<string>> overlapping = new(StringComparer.Ordinal);

    public SharedGround(Agreement agreement, IEnumerable<(Zone One, Zone Other)> overlaps)
    {
        this.agreement = agreement;
        foreach (var (one, other) in overlaps)
        {
            foreach (var first in Zones(one.Id))
            {
                foreach (var second in Zones(other.Id).Where(second => !AreOne(first, second)))
                {
                    Add(first, second);
                    Add(second, first);
                }
            }
        }
    }

    /// <summary>Whether they are the same, or one is part of the other.</summary>
    public bool AreOne(string one, string other) => one.Length == 0 || other.Length == 0 || agreement.IsZonePartOf(one, other) || agreement.IsZonePartOf(other, one);

    /// <summary>The zones it is part of, and everywhere.</summary>
    public IEnumerable<string> Above(string zone) => zone.Length == 0 ? [] : Zones(zone).Skip(1).Append("");

    /// <summary>The zones that share ground with it though neither is part of the other.</summary>
    public IReadOnlySet<string> Overlapping(string zone) => overlapping.GetValueOrDefault(zone) ?? None;

    private static readonly HashSet<string> None = [];

    private void Add(string zone, string other) => (overlapping.TryGetValue(zone, out var known) ? known : overlapping[zone] = new(StringComparer.Ordinal)).Add(other);

    // The zone and those it is part of.
    private IEnumerable<string> Zones(string zone)
    {
        var at = zone;
        for (var steps = 0; at is not null && steps <= agreement.Zones.Count; steps++)
        {
            yield return at;
            at = agreement.ZoneOf(at)?.PartOf;
        }
    }
}
