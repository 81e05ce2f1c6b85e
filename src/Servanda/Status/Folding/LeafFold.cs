using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status.Folding;

/// <summary>What a moment makes a fold look at again.</summary>
/// <param name="At">When.</param>
/// <param name="Part">A part by its number, or one of the constants.</param>
internal readonly record struct Trigger(Instant At, int Part)
{
    /// <summary>Every part, those that speak of the whole included.</summary>
    public const int All = -1;

    /// <summary>What nobody has reported, and what depends on the windows alone.</summary>
    public const int Rest = -2;
}

/// <summary>
/// The performance question of one provision, by one reading of its text, for every standpoint at once: kept claim by claim
/// and as the clock moves, and always what <see cref="Evaluation"/> answers.
/// </summary>
internal abstract class LeafFold
{
    private readonly Dictionary<string, ushort> holdersOf = new(StringComparer.Ordinal);
    private Mark[] marks = new Mark[4];
    private ushort closed;
    private int count;

    protected LeafFold(FoldFrame frame, Provision provision)
    {
        Frame = frame;
        Provision = provision;
        // As the evaluation has it: only those who each owe the duty themselves have a value of their own.
        Holders = provision.Responsibility == Responsibility.Several && provision.By.Count > 1 ? [.. provision.By] : [];
        IssueOnly = frame.Where(s => SilenceOf(s) == SilencePolicy.IssueOnly);
        PresumingNone = frame.Where(s => SilenceOf(s) == SilencePolicy.PresumeNone && s.Presumes);
        Windows = [];
    }

    protected FoldFrame Frame { get; }
    public Provision Provision { get; }

    /// <summary>Those with a value of their own; empty where the provision has one value.</summary>
    public IReadOnlyList<string> Holders { get; }
    protected int Places => Holders.Count + 1;

    /// <summary>Whether any of several holders may do it.</summary>
    protected bool AnyHolder => Provision is { IsNegative: false, Responsibility: Responsibility.Any, By.Count: > 1 };
    protected ushort IssueOnly { get; }
    protected ushort PresumingNone { get; }
    protected IReadOnlyList<WindowClass> Windows { get; private set; }

    /// <summary>Where the window is over by every account; where it has begun by some.</summary>
    public virtual ushort Closed => closed;
    public Tellings Begun { get; private set; }
    public Tellings Passed { get; private set; }

    /// <summary>Where some account dates the end of the window.</summary>
    public ushort Dated { get; private set; }

    /// <summary>Where a used power suspends it; where one ended it before its time.</summary>
    public ushort Suspended { get; private set; }
    public ushort Ended { get; private set; }

    /// <summary>Whether its times move with the clock, as they do while it is suspended.</summary>
    public bool MovesWithClock => Suspended != 0;

    public Evaluation.Ending? EndingBy(int standpoint)
    {
        foreach (var (standpoints, bounds) in Windows)
        {
            if ((standpoints >> standpoint & 1) != 0)
            {
                return bounds.Ending;
            }
        }
        return null;
    }

    protected Span<Mark> Marks => marks.AsSpan(0, count);

    private SilencePolicy SilenceOf(Standpoint standpoint) => standpoint.Silence ?? Provision.EffectiveSilence;

    /// <summary>The value for the whole provision (place 0) or a holder (its number from 1), in the window.</summary>
    public abstract Tellings Value(int place);

    /// <summary>The same question without the end of the window.</summary>
    public virtual Tellings AnyTime(int place) => Value(place);

    /// <summary>Of a duty for each occurrence: whether one of them is past its time and not done.</summary>
    public virtual Tellings Breach => Tellings.F;

    /// <summary>Where nothing has given rise to a duty for each occurrence; where none of what could is on the table.</summary>
    public virtual ushort Dormant => 0;
    public virtual bool IsEmpty => false;

    /// <summary>Another number whenever something is otherwise that conditions may ask about beside the values.</summary>
    public virtual int Version => 0;

    /// <summary>The same question whatever the window.</summary>
    public virtual Tellings Ever(int place) => Tellings.F;

    /// <summary>Takes a claim in; says which part it is of.</summary>
    public abstract int Add(StandingClaim claim);

    /// <summary>Looks again at a part: the values hold as of the frame's clock afterwards.</summary>
    public abstract void Refold(int part);

    /// <summary>The moments at which a claim, the last added, changes something by itself.</summary>
    public abstract IEnumerable<Trigger> TriggersOf(StandingClaim claim, int part);

    protected abstract void Fit(ref Mark mark);

    public bool HasWindows(IReadOnlyList<WindowClass> windows) => Windows.Count == windows.Count
        && Windows.Zip(windows).All(w => w.First == w.Second);

    public void SetWindows(IReadOnlyList<WindowClass> windows)
    {
        Windows = windows;
        foreach (ref var mark in Marks)
        {
            Fit(ref mark);
        }
        WindowsChanged();
        Refold(Trigger.All);
    }

    protected virtual void WindowsChanged() { }

    /// <summary>The moments at which the windows themselves make a difference.</summary>
    public virtual IEnumerable<Trigger> WindowTriggers()
    {
        foreach (var (window, moves) in Windows.SelectMany(w => w.Bounds.Windows.Concat(w.Bounds.Asked).Select(c => (c, w.Bounds.IsSuspended))).Distinct())
        {
            if (window.From is { } from && !window.FromUndated)
            {
                yield return new Trigger(from.Earliest, Trigger.Rest);
            }
            // While it is suspended its end moves with the clock, or lies behind.
            if (window.To is { } to && !moves)
            {
                yield return new Trigger(to.Earliest + Duration.Epsilon, Trigger.All);
                yield return new Trigger(to.Latest + Duration.Epsilon, Trigger.All);
            }
        }
    }

    /// <summary>Asks the clock again whether the windows have begun and ended.</summary>
    protected void RefoldClock()
    {
        var (closed, begun, notBegun, passed, running, suspended, ended) = (0, 0, 0, 0, 0, 0, 0);
        var now = Frame.Now;
        foreach (var (standpoints, bounds) in Windows)
        {
            var (allClosed, anyBegun, anyNot, anyPassed, anyRunning) = (true, false, false, false, false);
            suspended |= bounds.IsSuspended ? standpoints : 0;
            ended |= bounds.Ending is not null ? standpoints : 0;
            var ending = bounds.Ending?.At ?? Instant.MaxValue;
            foreach (var window in bounds.Windows)
            {
                var has = !window.FromUndated && (window.From is not { } from || from.Earliest <= now);
                anyBegun |= has;
                anyNot |= !has;
                // What ended before its deadline neither closes nor passes it.
                allClosed &= !window.FromUndated && window.To is { } end && end.Latest < now && end.Latest < ending;
                if (window.To is { } to)
                {
                    var over = to.Latest < now && to.Latest < ending;
                    anyPassed |= over;
                    anyRunning |= !over;
                }
            }
            closed |= allClosed ? standpoints : 0;
            begun |= anyBegun ? standpoints : 0;
            notBegun |= anyNot ? standpoints : 0;
            passed |= anyPassed ? standpoints : 0;
            running |= anyRunning ? standpoints : 0;
        }
        var bounded = Provision.Within?.To is not null;
        this.closed = bounded ? (ushort)closed : (ushort)0;
        Begun = Tellings.Of((ushort)begun, (ushort)notBegun);
        Dated = (ushort)(passed | running);
        (Suspended, Ended) = ((ushort)suspended, (ushort)ended);
        Passed = bounded ? Tellings.Of((ushort)passed, (ushort)running) : Tellings.F;
    }

    protected int Keep(in Mark mark)
    {
        if (count == marks.Length)
        {
            Array.Resize(ref marks, count * 2);
        }
        marks[count] = mark;
        return count++;
    }

    /// <summary>Asks again, for every claim, who admits it: after one was superseded, or its grade raised.</summary>
    public void Readmit()
    {
        foreach (ref var mark in Marks)
        {
            mark.Admits = Frame.Admits(mark.Speaker, mark.Claim);
        }
        AdmissionChanged();
    }

    protected virtual void AdmissionChanged() { }

    protected ushort HoldersOf(string? actor)
    {
        if (actor is null || Holders.Count == 0)
        {
            return 0;
        }
        if (!holdersOf.TryGetValue(actor, out var mask))
        {
            for (var h = 0; h < Holders.Count; h++)
            {
                mask |= Frame.Agreement.IsPartOf(actor, Holders[h]) ? (ushort)(1 << h) : (ushort)0;
            }
            holdersOf[actor] = mask;
        }
        return mask;
    }

    protected static bool Concerns(in Mark mark, int place) => place == 0 || (mark.Holders >> (place - 1) & 1) != 0;

    protected Mark MarkOf(StandingClaim claim)
    {
        var speaker = Frame.SpeakerOf(claim.Speaker);
        var mark = new Mark
        {
            Claim = claim,
            Earliest = claim.Happened.Earliest,
            Latest = claim.Happened.Latest,
            Speaker = speaker,
            Admits = Frame.Admits(speaker, claim),
            Holders = HoldersOf(claim.Actor),
            HasActor = claim.Actor is not null,
            Says = (sbyte)claim.Says,
            Exercises = claim.Claim is Claims.Claim.Exercise,
            Exception = Mark.NoException,
            Zone = Evaluation.ZoneFit(claim, Provision, Frame.Agreement),
            ByHolder = claim.Actor is not { } actor || !(AnyHolder || Provision is Provision.Power) || Provision.By.Any(h => Frame.Agreement.IsPartOf(actor, h)),
        };
        mark.Dated = claim.Claim.Happened is not null || (mark.Says > 0 && claim.Claim.Exception is null) || mark.Exercises;
        if (claim.Claim.Exception is { } exception)
        {
            for (short e = 0; e < Provision.Exceptions.Count; e++)
            {
                mark.Exception = Provision.Exceptions[e].Id == exception ? e : mark.Exception;
            }
            // One that this reading does not have speaks of nothing.
            mark.Exception = mark.Exception == Mark.NoException ? short.MaxValue : mark.Exception;
        }
        Fit(ref mark);
        return mark;
    }
}
