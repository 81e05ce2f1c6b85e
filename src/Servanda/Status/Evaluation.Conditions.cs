using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

public sealed partial class Evaluation
{
    /// <summary>The value of a condition, with its proof.</summary>
    public Node Value(Condition condition) => Ask(About("condition", condition), () => ValueOf(condition));

    private Node ValueOf(Condition condition)
    {
        var text = ConditionText.Of(condition);
        return condition switch
        {
            Condition.And { Parts: var parts } => Node.All(text, [.. parts.Select(Value)]),
            Condition.Or { Parts: var parts } => Node.Any(text, [.. parts.Select(Value)]),
            Condition.Not { Part: var part } => Node.Not(text, Value(part)),
            Condition.AtLeast { Needed: var needed, Parts: var parts } => Node.AtLeast(text, needed, [.. parts.Select(Value)]),
            Condition.Done { Ref: var of } => Of(of) is { } provision ? Performance(provision, of.Holder) : Agreement.Anchor(of.Id) is { } anchor ? AnchorReached(anchor) : Missing(text),
            Condition.Kept { Ref: var of, Last: var last } => Of(of) is not { } provision ? Missing(text)
                : last is { } length ? Kept(AsRead(provision), HolderOf(provision, of.Holder), length) with { Provision = provision.Id, Fact = text }
                : Performance(provision, of.Holder),
            Condition.Breached { Ref: var of } => Of(of) is { } provision ? Breached(provision, of.Holder) : Missing(text),
            Condition.InForce { Ref: var of } => Of(of) is { } provision ? InForce(provision) : Missing(text),
            Condition.Open { Ref: var of } => Of(of) is { } provision ? Node.All(text, [InForce(provision), Node.Not($"{of.Id}: not done", Performance(provision, of.Holder))]) : Missing(text),
            Condition.Phase { Id: var id, Moment: var moment } => Agreement.Phase(id) is not { } phase ? Missing(text)
                : moment == PhaseMoment.Entered ? Entered(phase) : Completed(phase),
            Condition.Count count => Counted(count),
            Condition.Rate { Ref: var of, Comparison: var comparison, Number: var number } => Of(of) is Provision.Rate rate ? SharesCompared((Provision.Rate)AsRead(rate), comparison, number, text) : Missing(text),
            Condition.Balance { Exchange: var id, Comparison: var comparison, Number: var number } => Agreement.Provision(id) is Provision.Exchange exchange ? BalanceCompared(exchange, comparison, number, text) : Missing(text),
            Condition.Declared { Ref: var of, By: var by } => Declared(of, by, text),
            Condition.Verified { Ref: var of } => Of(of) is { } provision ? HeldToVerified().Performance(provision, of.Holder) with { Asked = text, Fact = text } : Missing(text),
            Condition.Passed { Time: var time } => Passed(text, TimesOf(time)),
            Condition.Compare { Left: var left, Comparison: var comparison, Right: var right } => TimesCompared(TimesOf(left), comparison, TimesOf(right), text),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Provision? Of(ProvisionRef of) => Agreement.Provision(of.Id);

    private static string? HolderOf(Provision provision, string? holder) => IsSeveral(provision) ? holder : null;

    private static Node Missing(string text) => Node.Given(text, Told.N, "the agreement does not have what it names");

    private Node Counted(Condition.Count count)
    {
        var text = ConditionText.Of(count);
        if (Agreement.Counter(count.Counter) is not { } counter)
        {
            return Missing(text);
        }
        var intervals = count.Last is { } last ? CountedLately(counter, count.Zone, last) : CounterIntervals(counter, [], count.Zone);
        return OfAccounts(text, intervals, e => Accounts.Compare(e, count.Comparison, count.Number)) with { Fact = text };
    }

    // Of a recent stretch, a report of part of it is a lower bound and one of more than it an upper one.
    private List<CountInterval> CountedLately(Counter counter, string? zone, TimeLength last)
    {
        var since = Rules.Shift(AsOf, last, back: true) + Duration.Epsilon;
        return
        [
            .. Reports(counter, null, zones: zone is null ? null : [zone]).Where(r => r.Claim.Happened.Latest <= AsOf && r.Claim.Happened.Latest >= since)
                .Select(r => (r.Claim, Extent: r.Claim.Happened.Earliest >= since ? new Extent(r.Extent.Low, null) : new Extent(0, r.Extent.High)))
                .Select(r => new CountInterval(r.Extent, r.Extent, [r.Claim])),
        ];
    }

    private Node SharesCompared(Provision.Rate rate, Comparison comparison, decimal number, string text) =>
        Node.OverCandidates(text, [.. WhileBinding(rate, WindowsOf(rate)).Select(w => SharesCompared(rate, w, comparison, number, text))]) with { Fact = text };

    // The share of so many windows compares with a number as enough of them do, window by window.
    private Node SharesCompared(Provision.Rate rate, CandidateWindow window, Comparison comparison, decimal number, string text)
    {
        var windows = Due(rate, ClosedWindows(rate, window)).Select(w => RateWindow(rate, null, w)).ToList();
        if (windows.Count == 0)
        {
            return Node.Given(text, Told.N, "no window has closed yet");
        }
        var exact = number * windows.Count;
        Node AtLeast(decimal needed) => Node.AtLeast(text, (int)Math.Clamp(needed, 0, windows.Count + 1), windows);
        Node reached = AtLeast(Math.Ceiling(exact)), passed = AtLeast(Math.Floor(exact) + 1);
        return comparison switch
        {
            Comparison.AtLeast => reached,
            Comparison.Greater => passed,
            Comparison.AtMost => Node.Not(text, passed),
            Comparison.Less => Node.Not(text, reached),
            Comparison.Equal => Node.All(text, [reached, Node.Not(text, passed)]),
        };
    }

    private Node BalanceCompared(Provision.Exchange exchange, Comparison comparison, decimal number, string text)
    {
        var balances = Balances(exchange, false, false).ToList();
        Answer Answered(Signed b) => comparison switch
        {
            Comparison.AtLeast => b.Low >= number ? Answer.Yes : b.High < number ? Answer.No : Answer.Maybe,
            Comparison.Greater => b.Low > number ? Answer.Yes : b.High <= number ? Answer.No : Answer.Maybe,
            Comparison.AtMost => b.High <= number ? Answer.Yes : b.Low > number ? Answer.No : Answer.Maybe,
            Comparison.Less => b.High < number ? Answer.Yes : b.Low >= number ? Answer.No : Answer.Maybe,
            Comparison.Equal => b.Low == number && b.High == number ? Answer.Yes : b.Low > number || b.High < number ? Answer.No : Answer.Maybe,
        };
        var value = Accounts.Ask(balances.Select(b => Answered(b.Balance)));
        var bare = Accounts.Ask(Balances(exchange, false, false, bare: true).Select(b => Answered(b.Balance)));
        var claims = balances.SelectMany(b => b.Claims).Distinct().ToList();
        return new Node { Kind = NodeKind.Count, Value = value, Bare = bare, Asked = text, For = value.P ? claims : [], Against = value.Q ? [] : claims, Fact = text };
    }

    private Node Declared(string of, string by, string text)
    {
        var claims = (Agreement.Phase(of) is { } phase ? Record.OfPhase(phase.Id) : Agreement.Provision(of) is { } provision ? Record.Of(provision) : [])
            .Where(c => Admits(c) && OnTable(c)).ToList();
        return Node.OfFact(text,
            [.. claims.Where(c => (c.Claim is Claim.Exercise && c.Actor is { } actor && ActsAs(actor, by)) || (c.Says > 0 && ActsAs(c.Speaker, by)))],
            [.. claims.Where(c => c.Says < 0)]) with
        { Fact = text };
    }

    private Node Passed(Phrase text, IReadOnlyList<TimeRange> times)
    {
        if (times.Count == 0)
        {
            return Node.Given(text, Told.N, "no account dates it");
        }
        var value = Told.Of(times.Any(t => t.Latest < AsOf), times.Any(t => t.Latest >= AsOf));
        return Node.Given(text, value, "the clock, by each account of when");
    }

    private static Node TimesCompared(IReadOnlyList<TimeRange> left, Comparison comparison, IReadOnlyList<TimeRange> right, string text)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return Node.Given(text, Told.N, "no account dates it");
        }
        static Answer Before(TimeRange a, TimeRange b, bool strictly) =>
            (strictly ? a.Latest < b.Earliest : a.Latest <= b.Earliest) ? Answer.Yes
            : (strictly ? a.Earliest >= b.Latest : a.Earliest > b.Latest) ? Answer.No
            : Answer.Maybe;
        Answer Answered(TimeRange a, TimeRange b) => comparison switch
        {
            Comparison.Less => Before(a, b, strictly: true),
            Comparison.AtMost => Before(a, b, strictly: false),
            Comparison.Greater => Before(b, a, strictly: true),
            Comparison.AtLeast => Before(b, a, strictly: false),
            Comparison.Equal => a.Earliest == a.Latest && a == b ? Answer.Yes : a.Latest < b.Earliest || a.Earliest > b.Latest ? Answer.No : Answer.Maybe,
        };
        return Node.Given(text, Accounts.Ask(left.SelectMany(a => right.Select(b => Answered(a, b)))), "by each account of when");
    }

    private IEnumerable<StandingClaim> Declarations(Phase phase) =>
        Admitted(Record.OfPhase(phase.Id)).Where(c => OnTable(c) && c.Actor is { } actor && (phase.Opens?.By ?? []).Any(b => ActsAs(actor, b)));

    private bool ActsAs(string actor, string named) => named == Standpoint.MediatorsId ? IsMediator(actor) : Agreement.IsPartOf(actor, named);

    private bool IsMediator(string actor) => actor == Standpoint.MediatorsId || Agreement.Actor(actor)?.Role is ActorRole.Mediator or ActorRole.Guarantor;

    /// <summary>What the phase's opening condition says; a phase without one is open.</summary>
    public Node Opens(Phase phase) => Ask(About("opens", phase.Id), () => phase.Opens?.When is { } when
        ? Value(when)
        : phase.Opens is null ? Node.Given($"{phase.Title} is open", Told.T, "it has no opening condition") : Entered(phase));

    /// <summary>Automatic: as the condition says. Declared: as the declaration is told, whatever the condition says.</summary>
    public Node Entered(Phase phase) => Ask(About("entered", phase.Id), () =>
    {
        if (AssumedEntry(phase) is { } assumed)
        {
            return assumed;
        }
        if (phase.Opens is not { Mode: EntryMode.Declared })
        {
            return Opens(phase);
        }
        var declared = Declarations(phase).ToList();
        var fact = Node.OfFact($"{phase.Title}: declared by {string.Join(", ", phase.Opens.By.Select(Agreement.NameOf))}", [.. declared.Where(c => Says(c) > 0)], [.. declared.Where(c => Says(c) < 0)])
            with
        { Fact = $"declared({phase.Id})" };
        var uses = UsesThatOpen(phase).Select(u => u.Valid).ToList();
        return uses.Count == 0 ? fact : Node.Any($"{phase.Title}: declared, or opened by a power", [fact, .. uses]) with { Fact = fact.Fact };
    });

    // The valid use of a power whose effect is to open a declared phase is a declaration of it.
    private IEnumerable<Use> UsesThatOpen(Phase phase) =>
        Agreement.PowersWithEffect.Where(p => p.Effect is Effect.Open { Phase: var opened } && opened == phase.Id).SelectMany(p => UsesOf((Provision.Power)Read(p)));

    public Node Completed(Phase phase) => Ask(About("completed", phase.Id), () => phase.Completes is { } completes
        ? Value(completes)
        : Node.Given($"{phase.Title} is completed", Told.N, "the agreement does not say what completes it"));
}
