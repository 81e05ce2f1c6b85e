using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>A duty that each occurrence of another provision gives rise to: done where, for every one that did, it is done in the time that runs from it.</summary>
internal sealed class EachFold : LeafFold
{
    private readonly OccurrenceFold giver;
    private readonly Provision.Act read;
    private readonly bool wantsNamed;
    private readonly List<Instance> instances = [];
    private readonly Dictionary<string, Instance> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StandingClaim>> own = new(StringComparer.Ordinal);
    private readonly HashSet<int> stale = [];
    private readonly LaneCounts breached = new(), arose = new(), open = new();
    private readonly LaneCounts[] undone, undoneEver;
    private int onTable;

    /// <summary>The duty that one occurrence gives rise to.</summary>
    private sealed class Instance(int issue, ActFold fold, IReadOnlyList<TimeRange>[] starts, int places)
    {
        public int Issue => issue;
        public ActFold Fold => fold;

        /// <summary>When the occurrence took place, by each account that a standpoint hears of it.</summary>
        public IReadOnlyList<TimeRange>[] Starts => starts;

        /// <summary>The windows of every standpoint; null where they have to be asked for.</summary>
        public IReadOnlyList<CandidateWindow>?[] Windows { get; } = new IReadOnlyList<CandidateWindow>?[starts.Length];
        public bool IsOnTable { get; set; }
        public Tellings Arose { get; set; }

        /// <summary>For the whole and for each holder.</summary>
        public Tellings[] Undone { get; } = new Tellings[places];
        public Tellings[] UndoneEver { get; } = new Tellings[places];
        public Tellings Breached { get; set; }
        public Tellings Open { get; set; }
    }

    /// <param name="frame">What the folds share.</param>
    /// <param name="read">The duty.</param>
    /// <param name="giver">The fold of the provision whose occurrences give rise to it, by everyone's reading.</param>
    public EachFold(FoldFrame frame, Provision.Act read, OccurrenceFold giver)
        : base(frame, read)
    {
        this.read = read;
        this.giver = giver;
        giver.Renewed ??= [];
        wantsNamed = giver.Provision.IsNegative;
        undone = [.. Enumerable.Range(0, Places).Select(_ => new LaneCounts())];
        undoneEver = [.. Enumerable.Range(0, Places).Select(_ => new LaneCounts())];
    }

    public OccurrenceFold Giver => giver;

    public override Tellings Value(int place) => !new Tellings(undone[place].Any);
    public override Tellings AnyTime(int place) => !new Tellings(undoneEver[place].Any);

    public override Tellings Breach => new(breached.Any);

    public override ushort Dormant => onTable == 0 ? Frame.Everyone : (ushort)(Frame.Everyone & ~new Tellings(arose.Any).Hi);

    public override bool IsEmpty => onTable == 0;

    /// <summary>Where every one of them is past its time by every account.</summary>
    public override ushort Closed => onTable == 0 ? (ushort)0 : (ushort)(Frame.Everyone & ~new Tellings(open.Any).Hi);

    public override int Add(StandingClaim claim)
    {
        if (claim.Occurrence is not { } name || claim.Claim is not (Claim.NotDone or Claim.Assert or Claim.Deny or Claim.Exercise))
        {
            return Trigger.Rest;
        }
        (own.TryGetValue(name, out var known) ? known : own[name] = []).Add(claim);
        if (byName.TryGetValue(name, out var instance))
        {
            instance.Fold.Add(claim);
        }
        return Trigger.All;
    }

    // A claim is of an instance that may come to the table later.
    public override IEnumerable<Trigger> TriggersOf(StandingClaim claim, int part) => part == Trigger.Rest ? []
        : [new Trigger(claim.Happened.Earliest, PartOf(claim)), new Trigger(claim.Happened.Latest + Duration.Epsilon, PartOf(claim))];

    private readonly List<string> names = [];
    private readonly Dictionary<string, int> partOf = new(StringComparer.Ordinal);

    private int PartOf(StandingClaim claim)
    {
        if (!partOf.TryGetValue(claim.Occurrence!, out var part))
        {
            partOf[claim.Occurrence!] = part = names.Count;
            names.Add(claim.Occurrence!);
        }
        return part;
    }

    protected override void Fit(ref Mark mark) { }

    public override void Refold(int part)
    {
        if (part < 0)
        {
            RefoldClock();
            if (part == Trigger.All)
            {
                DisturbAll();
            }
            return;
        }
        if (byName.TryGetValue(names[part], out var instance))
        {
            stale.Add(instance.Issue);
        }
    }

    /// <summary>Every instance has to be looked at again: its times may have moved.</summary>
    public void DisturbAll()
    {
        stale.UnionWith(Enumerable.Range(0, giver.Issues.Count));
        instances.ForEach(i => Array.Clear(i.Windows));
    }

    /// <summary>What the giver has looked at again since it was last asked.</summary>
    public void Disturb(IEnumerable<int> issues) => stale.UnionWith(issues);

    /// <summary>Those whose condition is still asked as of now.</summary>
    public void DisturbUnsettled()
    {
        foreach (var instance in instances.Where(i => i.Starts.Any(s => s.Any(start => start.Latest >= Frame.Now))))
        {
            stale.Add(instance.Issue);
        }
    }

    /// <summary>Looks again at what has changed; says whether there was anything, and when to look again.</summary>
    /// <param name="windowsOf">The windows that an occurrence gives, by a standpoint.</param>
    /// <param name="appliedThen">Whether the duty's own condition was told then, by a standpoint.</param>
    /// <param name="later">Called with the moments at which an instance changes by itself, and its part.</param>
    public bool Reconsider(Func<int, TimeRange, IReadOnlyList<CandidateWindow>> windowsOf, Func<int, Instant, Told> appliedThen, Action<Instant, int> later)
    {
        if (stale.Count == 0)
        {
            return false;
        }
        foreach (var issue in stale)
        {
            var occurrence = giver.Issues[issue];
            if (occurrence.Named || !wantsNamed)
            {
                Reconsider(InstanceOf(issue, occurrence), occurrence, windowsOf, appliedThen, later);
            }
        }
        stale.Clear();
        return true;
    }

    private Instance InstanceOf(int issue, Issue occurrence)
    {
        if (!byName.TryGetValue(occurrence.Id, out var instance))
        {
            byName[occurrence.Id] = instance = new Instance(issue, new ActFold(Frame, read), [.. Frame.Standpoints.Select(_ => Array.Empty<TimeRange>())], Places);
            instances.Add(instance);
            foreach (var claim in own.GetValueOrDefault(occurrence.Id) ?? [])
            {
                instance.Fold.Add(claim);
            }
            if (!partOf.ContainsKey(occurrence.Id))
            {
                partOf[occurrence.Id] = names.Count;
                names.Add(occurrence.Id);
            }
        }
        return instance;
    }

    private void Reconsider(Instance instance, Issue occurrence, Func<int, TimeRange, IReadOnlyList<CandidateWindow>> windowsOf, Func<int, Instant, Told> appliedThen, Action<Instant, int> later)
    {
        var present = (occurrence.OnTable & 1) != 0;
        onTable += (present ? 1 : 0) - (instance.IsOnTable ? 1 : 0);
        instance.IsOnTable = present;
        if (!present)
        {
            Set(instance, Tellings.F, Tellings.F, Tellings.F);
            return;
        }
        var classes = new List<WindowClass>();
        var (arising, notClosed, passed) = (occurrence.Happened, 0, Tellings.F);
        for (var s = 0; s < Frame.Standpoints.Count; s++)
        {
            var mask = (ushort)(1 << s);
            var starts = giver.TimesOf(occurrence, s);
            if (!instance.Starts[s].SequenceEqual(starts))
            {
                (instance.Starts[s], instance.Windows[s]) = (starts, null);
            }
            if (read.Applies is not null)
            {
                arising &= Tellings.Given(Node.Merged(starts.Select(start => appliedThen(s, Instant.Min(Frame.Now, start.Latest)))), mask) | Tellings.T.For((ushort)~mask);
            }
            var windows = instance.Windows[s] ??= starts.Count == 1 ? windowsOf(s, starts[0]) : [.. starts.SelectMany(start => windowsOf(s, start)).Distinct()];
            WindowClass.Add(classes, s, new Bounds(windows, windows, [], null));
            var ended = EndingBy(s)?.At ?? Instant.MaxValue;
            notClosed |= windows.All(w => !w.FromUndated && w.To is { } to && to.Latest < Frame.Now && to.Latest < ended) ? 0 : mask;
            passed |= Tellings.Given(PassedBy(windows, ended), mask);
            foreach (var start in starts.Where(start => start.Latest > Frame.Now))
            {
                later(start.Latest, partOf[occurrence.Id]);
            }
        }
        if (instance.Fold.HasWindows(classes))
        {
            instance.Fold.Refold(Trigger.All);
        }
        else
        {
            instance.Fold.SetWindows(classes);
            foreach (var trigger in instance.Fold.WindowTriggers().Where(t => t.At > Frame.Now))
            {
                later(trigger.At, partOf[occurrence.Id]);
            }
        }
        Set(instance, arising, passed, Tellings.Given(Told.T, (ushort)notClosed));
    }

    private Told PassedBy(IReadOnlyList<CandidateWindow> windows, Instant ended)
    {
        var (over, running) = (false, false);
        foreach (var window in windows)
        {
            if (window.To is { } to)
            {
                var has = to.Latest < Frame.Now && to.Latest < ended;
                over |= has;
                running |= !has;
            }
        }
        return !over && !running ? Told.N : Told.Of(over, running);
    }

    private void Set(Instance instance, Tellings arising, Tellings passed, Tellings notClosed)
    {
        for (var place = 0; place < Places; place++)
        {
            var (not, notEver) = (arising & !instance.Fold.Value(place), arising & !instance.Fold.AnyTime(place));
            undone[place].Change(instance.Undone[place].Bits, not.Bits);
            undoneEver[place].Change(instance.UndoneEver[place].Bits, notEver.Bits);
            (instance.Undone[place], instance.UndoneEver[place]) = (not, notEver);
        }
        var breach = passed & instance.Undone[0];
        arose.Change(instance.Arose.Bits, arising.Bits);
        breached.Change(instance.Breached.Bits, breach.Bits);
        open.Change(instance.Open.Bits, notClosed.Bits);
        (instance.Arose, instance.Breached, instance.Open) = (arising, breach, notClosed);
    }
}
