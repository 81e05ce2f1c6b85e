using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status.Folding;

/// <summary>What the folds of one agreement share: the standpoints in one word, who counts for whom, and the clock.</summary>
internal sealed class FoldFrame
{
    private readonly Dictionary<string, int> speakers = new(StringComparer.Ordinal);
    private readonly List<ushort> countedBy = [];

    /// <param name="record">The record that the evaluations read.</param>
    /// <param name="standpoints">At most <see cref="Tellings.Room"/>.</param>
    /// <param name="beginning">Where the clock starts.</param>
    public FoldFrame(Record record, IReadOnlyList<Standpoint> standpoints, Instant beginning)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(standpoints.Count, Tellings.Room);
        Record = record;
        Standpoints = standpoints;
        Everyone = (ushort)((1 << standpoints.Count) - 1);
        ByGrade = [.. Enum.GetValues<Grade>().Select(g => Where(s => s.MinimumGrade <= g))];
        SetClock(beginning);
    }

    public Record Record { get; }
    public Agreement Agreement => Record.Agreement;
    public TimeRules Rules => Record.Rules;
    public IReadOnlyList<Standpoint> Standpoints { get; }

    /// <summary>Every standpoint there is.</summary>
    public ushort Everyone { get; }

    private ushort[] ByGrade { get; }

    /// <summary>About when: what lies later is not on the table.</summary>
    public Instant Now { get; private set; }

    /// <summary>The local day of <see cref="Now"/>.</summary>
    public LocalDate Today { get; private set; }

    public void SetClock(Instant now)
    {
        Now = now;
        Today = Rules.DayOf(now);
    }

    public ushort Where(Func<Standpoint, bool> which)
    {
        var mask = 0;
        for (var i = 0; i < Standpoints.Count; i++)
        {
            mask |= which(Standpoints[i]) ? 1 << i : 0;
        }
        return (ushort)mask;
    }

    /// <summary>A number for each speaker, which stands for the same masks.</summary>
    public int SpeakerOf(string speaker)
    {
        if (!speakers.TryGetValue(speaker, out var number))
        {
            speakers[speaker] = number = countedBy.Count;
            countedBy.Add(Where(s => s.Counts(speaker, Agreement)));
        }
        return number;
    }

    public ushort Admits(int speaker, StandingClaim claim) =>
        claim.Superseded ? (ushort)0 : (ushort)(countedBy[speaker] & ByGrade[(int)claim.Grade]);
}
