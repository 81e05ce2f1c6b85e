using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status;

public sealed partial class Evaluation
{
    /// <summary>Whether the duty has arisen: its own condition (a remedy's: the breach) and its phase's entry.</summary>
    public Node Applies(Provision provision) => Ask(About("applies", provision.Id), () =>
    {
        var read = AsRead(provision);
        var phase = Agreement.Phase(provision.Phase)!;
        var entered = Entered(phase) with { Fact = $"phase({phase.Id}, entered)" };
        if (read.Applies is { } applies)
        {
            return Node.All($"{provision.Id} applies", [Value(applies), entered]);
        }
        if (RemedyFor(provision) is { } breached)
        {
            return Node.All($"{provision.Id} applies", [Breached(breached, null), entered]);
        }
        return entered;
    });

    /// <summary>Whether the window has begun; undated, it has not.</summary>
    private Node Begun(Provision provision)
    {
        var windows = WindowsOf(AsRead(provision));
        var value = Told.Of(windows.Any(HasBegun), windows.Any(w => !HasBegun(w)));
        return Node.Given($"the time of {provision.Id} has begun", value, windows.Any(w => w.FromUndated) ? "no account dates its start" : "the clock");
    }

    private bool HasBegun(CandidateWindow window) => !window.FromUndated && (window.From is not { } from || from.Earliest <= AsOf);

    /// <summary>Whether the deadline has passed: by some account of when, by none, or contested between them; no deadline never passes.</summary>
    public Node PassedDeadline(Provision provision) => Ask(About("passed", provision.Id), () =>
    {
        var read = AsRead(provision);
        Phrase text = $"the deadline of {provision.Id} has passed";
        if (read.Within?.To is null)
        {
            return Node.Given(text, Told.F, "it has no deadline");
        }
        return Passed(text, DeadlinesOf(provision, WindowsOf(read))) with { Fact = $"passed({provision.Id})" };
    });

    public Node InForce(Provision provision) => Ask(About("in-force", provision.Id), () =>
    {
        var suspended = SuspensionsOf(provision).Any(s => s.Running);
        var parts = new List<Node>
        {
            Applies(provision),
            Begun(provision),
            Node.Not($"{provision.Id} has not ended", AsRead(provision).Within?.To is null || WindowsOf(AsRead(provision)).All(w => w.To is null) ? Node.Given($"{provision.Id} has ended", Told.F, "no end is dated") : PassedDeadline(provision)),
        };
        if (suspended)
        {
            parts.Add(Node.Given($"{provision.Id} is not suspended", Told.F, "a power suspends it"));
        }
        if (EndingOf(provision) is not null)
        {
            parts.Add(Node.Given($"{provision.Id} still binds", Told.F, "a power ended it"));
        }
        if (OpenEffectsOn(provision) is { Count: > 0 } open)
        {
            parts.Add(Node.Not($"{provision.Id} is neither suspended nor ended", Node.Any($"a power that is told used suspends or ends {provision.Id}", open)));
        }
        return Node.All($"{provision.Id} is in force", parts);
    });

    /// <summary>Owed, past its time, and not done; for what must not happen, owed and not kept.</summary>
    public Node Breached(Provision provision, string? holder) => Ask(About("breached", provision.Id, holder), () =>
    {
        Phrase text = $"breached({FactRef(provision, holder)})";
        var read = AsRead(provision);
        return read switch
        {
            _ when read.Each is { } each && Agreement.Provision(each) is { } giver => Node.Any(text,
                [.. InstancesOf(read, giver, HolderOf(read, holder)).Select(i => Node.All($"breached({provision.Id}) for {i.Occurrence.Id}",
                    [i.Arose, Passed($"its deadline has passed", DeadlinesOf(provision, i.Windows)), Node.Not("it is not done", i.Done)]))]),
            Provision.Act or Provision.Quota or Provision.Exchange =>
                Node.All(text, [Applies(provision), PassedDeadline(provision), Node.Not($"{provision.Id} is not done", Performance(provision, holder))]),
            Provision.Prohibition or Provision.Continuing =>
                Node.All(text, [Applies(provision), Node.Not($"{provision.Id} is not kept", Performance(provision, holder))]),
            Provision.Rate rate =>
                Node.All(text, [Applies(provision), Node.Not($"{provision.Id} can no longer be reached",
                    Node.OverCandidates(text, [.. WhileBinding(rate, WindowsOf(rate)).Select(w => RateReachedIn(rate, HolderOf(rate, holder), w, openReached: true))]))]),
            Provision.Power => Node.Given(text, Told.F, "a power is not owed"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    });

    /// <summary>The clock side of a provision.</summary>
    private enum Clock { Dormant, Suspended, Running, Closed }

    /// <summary>The code shown for a provision, whole or for one holder: the first of the rules that applies.</summary>
    public Shown ShownOf(Provision provision, string? holder = null)
    {
        var read = AsRead(provision);
        var value = Performance(provision, holder).Value;
        // What nothing has given rise to is not owed, and so is what answers only occurrences that are told not to have happened.
        if (read.Each is { } of && Agreement.Provision(of) is { } origin && InstancesOf(read, origin).All(i => i.Arose.Value.IsFalse))
        {
            return Shown.Dormant;
        }
        var ending = EndingOf(provision);
        var closed = IsClosed(read, ending?.At ?? Instant.MaxValue);
        if (closed && (value.IsTrue || value.IsFalse))
        {
            return Settled(read, holder, value);
        }
        if (ending is not null)
        {
            // What was told done before the end stays done; what was done after it nobody owed.
            return value.IsTrue && !read.IsNegative && (read is Provision.Power || At(ending.At - Duration.Epsilon).Performance(provision, holder).Value.IsTrue)
                ? Settled(read, holder, value) : ending.Shown;
        }
        var clock = ClockOf(provision, read, closed);
        return clock switch
        {
            Clock.Dormant => value.IsTrue && read is Provision.Power ? Shown.Used
                : !read.IsNegative && read.Each is null && (value.IsTrue || ToldDoneEver(read, holder)) ? Shown.DoneEarly
                : value == Told.B ? Shown.DormantContested
                : Shown.Dormant,
            Clock.Suspended => value.IsTrue && read is Provision.Act or Provision.Quota or Provision.Exchange ? Shown.Fulfilled : value == Told.B ? Shown.SuspendedContested : Shown.Suspended,
            Clock.Running or Clock.Closed => Current(read, holder, value, clock == Clock.Closed),
        };
    }

    internal bool IsClosed(Provision read) => IsClosed(read, Instant.MaxValue);

    // Whether every account of the window has it closed, and that before what ended the duty.
    private bool IsClosed(Provision read, Instant ended)
    {
        bool Closed(CandidateWindow window) => !window.FromUndated && window.To is { } to && to.Latest < AsOf && to.Latest < ended;
        return read.Each is { } each && Agreement.Provision(each) is { } giver
            ? InstancesOf(read, giver) is { Count: > 0 } instances && instances.All(i => i.Windows.All(Closed))
            : read.Within?.To is not null && WindowsOf(read).All(Closed);
    }

    private Clock ClockOf(Provision provision, Provision read, bool closed)
    {
        var running = closed ? Clock.Closed : Clock.Running;
        var suspended = SuspensionsOf(provision).Any(s => s.Running);
        if (read.Each is { } each && Agreement.Provision(each) is { } giver)
        {
            return InstancesOf(read, giver).Count == 0 || !Entered(Agreement.Phase(provision.Phase)!).Value.IsTrue ? Clock.Dormant : suspended ? Clock.Suspended : running;
        }
        return !Applies(provision).Value.IsTrue || !Begun(provision).Value.Hi ? Clock.Dormant : suspended ? Clock.Suspended : running;
    }

    private Shown Settled(Provision read, string? holder, Told value) => read switch
    {
        Provision.Power => value.IsTrue ? Shown.Used : Shown.UseInvalid,
        Provision.Prohibition or Provision.Continuing => value.IsTrue ? Shown.Kept : IsCured(read, holder) ? Shown.Cured : Shown.NotKept,
        _ => value.IsTrue ? Shown.Fulfilled
            : IsCured(read, holder) ? Shown.Cured
            : DoneAnyTime(read, holder).Value.IsTrue ? Shown.FulfilledLate
            : Shown.NotDoneInTime,
    };

    private Shown Current(Provision read, string? holder, Told value, bool closed)
    {
        if (value == Told.B)
        {
            return Shown.Contested;
        }
        if (value == Told.A || value == Told.U)
        {
            return Shown.Open;
        }
        return read switch
        {
            Provision.Power => value.IsTrue ? Shown.Used : value.IsFalse ? Shown.UseInvalid : Shown.Unused,
            Provision.Prohibition or Provision.Continuing => value.IsTrue ? Shown.KeptSoFar : value.IsFalse ? Shown.NotKept : Shown.NoAccount,
            Provision.Rate => value.IsTrue ? Shown.OnTrack : value.IsFalse ? Shown.Short : Shown.NoAccount,
            _ when closed => DoneAnyTime(read, holder).Value.IsTrue ? Shown.DoneTimeUnknown : Shown.OverdueUnreported,
            _ => value.IsTrue ? Shown.Fulfilled : value.IsFalse ? Shown.NotYet : Shown.Pending,
        };
    }

    // Cured: breached, and the remedy told done.
    internal bool IsCured(Provision provision, string? holder) =>
        provision.Remedy is { } remedy && Breached(provision, holder).Value.IsTrue && Agreement.Provision(remedy) is { } cure && (cure.Each is null || OccurrencesOf(provision).Count > 0) && Performance(cure).Value.IsTrue;

    // Told done whatever the window says, where the window has not begun.
    private bool ToldDoneEver(Provision read, string? holder) => read switch
    {
        Provision.Act act => Done(act, HolderOf(act, holder), [CandidateWindow.Unbounded]).Value.IsTrue,
        Provision.Quota quota => Reached(quota, HolderOf(quota, holder), [CandidateWindow.Unbounded]).Value.IsTrue,
        _ => false,
    };
}
