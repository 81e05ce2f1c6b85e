using Servanda.Agreements;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Cli.Screens;

/// <summary>
/// What keeps a phase shut: what is needed in any case, then what there is to choose from, each with its move and whose it
/// is. A move is named, never owed: the screen says what would open the phase, not who ought to.
/// </summary>
internal sealed class BlockersScreen(Screen screen, Situation situation, Standpoint standpoint)
{
    private const int Indent = 2;
    private const int MostCuts = 4;

    private readonly HashSet<string> quoted = new(StringComparer.Ordinal);

    private readonly Evaluation evaluation = new(situation.Record, standpoint, situation.AsOf);

    private Agreement Agreement => situation.Agreement;

    public void Show(Blockers blockers)
    {
        Header(blockers);
        if (blockers.Reason is { } reason)
        {
            screen.Line();
            screen.Line(new Run(reason switch
            {
                NoWay.OpenAlready => "It is told open: nothing keeps it shut.",
                NoWay.CompletedAlready => "It is told completed: nothing is missing.",
                NoWay.Impossible => $"Nothing that could still be done, reported or settled would {Goal(blockers)} it by its own text. What is lost stands below; a change of the text, or another word of those who told it so, would be another situation.",
            }, Ink.Strong));
        }
        Ways(blockers);
        Cuts(blockers);
        Lost(blockers);
    }

    private static string Goal(Blockers blockers) => blockers.Goal == PhaseGoal.Opens ? "open" : "complete";

    private void Header(Blockers blockers)
    {
        var phase = blockers.Phase;
        screen.Line(new Run(Foreign.Text(phase.Title), Ink.Strong), $", by the account of {(standpoint.Id == Standpoint.AllId ? "all" : Foreign.Text(standpoint.Name))}, as of {Words.AsOf(situation.AsOf, Agreement.Zone)} ({Agreement.Zone.Id})");
        var (sign, ink) = Words.Sign(blockers.Value);
        if (blockers.Goal == PhaseGoal.Completes)
        {
            screen.Wrapped(Indent, Indent + 2, new Run($"{sign} ", ink), $"It is completed when {(phase.Completes is { } completes ? ConditionText.Of(completes) : "the text does not say")}: ", new Run(Words.Of(blockers.Value), ink));
            return;
        }
        var when = phase.Opens?.When is { } condition ? ConditionText.Of(condition) : null;
        var declared = phase.Opens is { Mode: EntryMode.Declared, By: var by } ? $"{Names(by, "or")} declares it" : null;
        screen.Wrapped(Indent, Indent + 2, $"It opens when {string.Join(", and ", new[] { when, declared }.OfType<string>().DefaultIfEmpty("it begins"))}.");
        if (when is not null)
        {
            screen.Wrapped(Indent, Indent + 2, new Run($"{sign} ", ink), "Its condition: ", new Run(Words.Of(blockers.Value), ink));
        }
    }

    private void Ways(Blockers blockers)
    {
        if (blockers.Ways.Count == 0)
        {
            return;
        }
        var common = blockers.Ways[0].Needs.Where(n => blockers.Ways.All(w => w.Needs.Any(o => o.Ref == n.Ref))).ToList();
        Heading(blockers.Ways.Count == 1 ? $"What would {Goal(blockers)} it" : $"What is needed in any case to {Goal(blockers)} it");
        foreach (var need in ByMove(common))
        {
            Show(need, Indent);
        }
        if (common.Count == 0)
        {
            screen.Wrapped(Indent, Indent, "Nothing in particular: there are ways that share nothing.");
        }
        if (blockers.Ways.Count == 1)
        {
            return;
        }
        Heading($"And one of these {blockers.Ways.Count} sets, the least costly first{(blockers.Capped ? "; there are more" : "")}");
        foreach (var (way, number) in blockers.Ways.Select((w, n) => (w, n + 1)))
        {
            var rest = way.Needs.Where(n => !common.Exists(c => c.Ref == n.Ref)).ToList();
            screen.Wrapped(Indent, Indent + 4, new Run($"{number}. ", Ink.Strong), new Run($"cost {way.Cost} in all", Ink.Quiet));
            foreach (var need in ByMove(rest))
            {
                Show(need, Indent + 3);
            }
        }
    }

    private void Show(Need need, int indent)
    {
        if (need.Of is [var only])
        {
            Show(only, indent);
            return;
        }
        screen.Wrapped(indent, indent + 2, $"any {need.Needed} of these {need.Of.Count}:");
        foreach (var fact in need.Of)
        {
            Show(fact, indent + 3);
        }
    }

    // What people can do first, then what they can say, then what has to wait for it.
    private static IEnumerable<Need> ByMove(IEnumerable<Need> needs) => needs.OrderBy(n => n.Of is not [var only] ? 4 : only switch
    {
        { Phase: not null } => 5,
        { Move: Move.Settle } => 0,
        { Move: Move.Verify } => 1,
        { Move: Move.Do } => 2,
        { Move: Move.Wait } => 3,
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    private void Show(OpenFact fact, int indent)
    {
        var (sign, ink) = Words.Sign(fact.Value);
        screen.Wrapped(indent, indent + 4, [new Run($"{sign} ", ink), new Run($"{Sign(fact)} "), new Run(Name(fact), Ink.Strong), $": {Sentence(fact)}{(fact.Cost is 0 or 1 ? "" : $" Cost {fact.Cost}.")}"]);
        if (fact.Provision is { } id && quoted.Add(id) && Agreement.Provision(id) is { } provision)
        {
            screen.Wrapped(indent + 4, indent + 4, new Run($"“{Foreign.Text(provision.Text)}”", Ink.Quiet));
        }
    }

    private static string Sign(OpenFact fact) => fact.Move switch
    {
        Move.Do when fact.Phase is not null => "declare",
        Move.Do => "do",
        Move.Verify => "report on",
        Move.Settle => "settle",
        Move.Wait => "wait for",
    };

    // The plain question of a provision is called by its name, as why and what-if take it.
    private string Name(OpenFact fact)
    {
        var reference = fact.Holder is null ? fact.Provision : $"{fact.Provision}@{fact.Holder}";
        return fact.Phase is { } phase && fact.Ref == $"declared({phase})" ? Foreign.Text(Agreement.Phase(phase)!.Title)
            : fact.Ref == $"done({reference})" || fact.Ref == $"kept({reference})" ? reference! : fact.Ref;
    }

    private string Sentence(OpenFact fact) => fact.Move switch
    {
        Move.Do when fact.Phase is not null => $"by {Names(fact.By, "or")}.",
        Move.Do => $"{Told(fact)}; {(fact.By.Count == 0 ? "the text names nobody to do it" : $"by {Names(fact.By)}")}.",
        Move.Verify => $"no account says whether; {Reporters(fact)}.",
        Move.Settle => fact.By.Count == 0 ? "accounts contradict each other." : fact.By.Count == 1 ? $"{Names(fact.By)} tells both." : $"accounts contradict each other, between {Names(fact.By)}{(fact.Value == Servanda.Told.A ? ", and nobody covers the rest" : "")}.",
        Move.Wait => fact.Until is { } until ? $"only the clock brings it, after {Words.Time(until, Agreement.Zone)}." : "only the clock brings it.",
    };

    private string Told(OpenFact fact)
    {
        var told = fact.Provision is { } of && Agreement.Provision(of) is Provision.Power ? "not used" : fact.Value.IsFalse ? Agreement.Provision(fact.Provision ?? "") is { IsNegative: true } ? "told not kept" : "told not done" : "not due yet, and no account";
        var accounts = fact.Provision is { } id && Agreement.Provision(id) is Provision.Quota quota ? evaluation.CountOf(quota, fact.Holder) : null;
        return accounts is not { Count: > 0 } ? told
            : $"{told} ({string.Join(", or ", accounts.Select(a => $"{Words.Range(a.Extent)} of {Words.Number(((Provision.Quota)Agreement.Provision(fact.Provision!)!).Target)} by {Names(a.Speakers)}"))})";
    }

    private string Reporters(OpenFact fact)
    {
        var names = Names(fact.By, "or");
        return fact.By.Count == 0 ? "anybody could say, and the text names nobody who verifies it"
            : Verifies(fact) ? $"{names} could, who verify it by the text"
            : standpoint.Id is Standpoint.AllId or Standpoint.VerifiedId ? $"anybody could, {names} among them; the text names nobody who verifies it"
            : $"{names} could, whose word this account counts";
    }

    private bool Verifies(OpenFact fact) => fact.Provision is { } id && Agreement.Provision(id) is { } provision && fact.By.All(b => provision.VerifiedBy.Contains(b, StringComparer.Ordinal));

    private string Names(IReadOnlyList<string> actors, string joined = "and") => Words.List([.. actors.Select(a => Foreign.Text(Agreement.NameOf(a)))], joined);

    private void Cuts(Blockers blockers)
    {
        var alone = blockers.Cuts.Where(c => c is [{ Of.Count: 1 }]).Select(c => c[0].Ref).ToList();
        var together = blockers.Cuts.Where(c => c is not [{ Of.Count: 1 }]).ToList();
        if (blockers.Cuts.Count == 0 || (together.Count == 0 && blockers.Ways.Count == 1))
        {
            return;
        }
        Heading("What keeps it shut as long as it is left as it is");
        if (alone.Count > 0)
        {
            screen.Wrapped(Indent, Indent + 2, $"{(alone.Count == 1 ? "by itself" : "each by itself")}: {string.Join(", ", alone)}");
        }
        foreach (var cut in together.Take(MostCuts))
        {
            screen.Wrapped(Indent, Indent + 2, $"together: {string.Join(" with ", cut.Select(n => n.Ref))}");
        }
        if (blockers.CutsCapped || together.Count > MostCuts)
        {
            screen.Wrapped(Indent, Indent + 2, new Run(blockers.CutsCapped ? "and more, not listed" : $"and {together.Count - MostCuts} more, which --json lists", Ink.Quiet));
        }
    }

    private void Lost(Blockers blockers)
    {
        if (blockers.Lost.Count == 0)
        {
            return;
        }
        Heading("What can no longer be told as the condition needs it");
        foreach (var lost in blockers.Lost)
        {
            screen.Wrapped(Indent, Indent + 2, new Run(lost.Ref, Ink.Strong), $": {lost.Because}");
        }
    }

    private void Heading(string text)
    {
        screen.Line();
        screen.Line(new Run(text, Ink.Strong));
    }
}
