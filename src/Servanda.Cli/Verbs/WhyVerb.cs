using System.CommandLine;
using NodaTime;
using Servanda.Agreements;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Cli.Verbs;

internal static class WhyVerb
{
    public static Verb Create(Session session)
    {
        var reference = new Argument<string>("REF[@HOLDER]") { Description = "A provision, one holder's part of it, or a phase: halt-fire, halt-fire@north, two." };
        var situation = new SituationOptions(session);
        var standpoint = Standpoints.ByWhose();
        var goal = new Option<string?>("--goal") { HelpName = "told|not-told|open", Description = "What the proof is to show. Default: how it stands." };
        goal.AcceptOnlyFromAmong("told", "not-told", "open");
        var json = CommonOptions.Json("the proof");
        var verb = new Verb("why", "The proof of how a provision or phase stands, down to the words it rests on.")
        {
            About =
            [
                "The proof cites only claims that the answer needs: they alone give it, and without any one of them it would be another. Where one is enough, it is that of the highest grade, then the earliest. What is contested is shown with both sides, what nobody reports with who could.",
                "With --goal told or not-told a contested answer shows that side of it.",
                "For a phase it shows what its opening condition rests on, and for one that has to be declared, the declaration.",
            ],
            Examples =
            [
                new("servanda why return-captives --agreement example-truce --claims example-truce --as-of 2026-01-19", "why 29 of 30 is not told done in time"),
                new("servanda why halt-fire@south --standpoint north --agreement example-truce --claims example-truce --as-of 2026-01-19", "one holder's part, by one account"),
            ],
            Does = parse =>
            {
                var asked = situation.Open(parse);
                var by = Standpoints.Named(parse.GetValue(standpoint)!, asked.Agreement);
                var wanted = parse.GetValue(goal) is { } word ? Spelling.Read<Goal>(word) : null;
                var proofs = Proofs(asked, by, parse.GetValue(reference)!);
                if (parse.GetValue(json))
                {
                    WhyJson.Write(session.RawOutput, asked.Agreement, by, asked.AsOf, asked.KnownAt,
                        [.. proofs.Parts.Select(p => (p.Asks, Why.Of(proofs.Evaluation, p.Question, wanted), p.Question(proofs.Evaluation)))], proofs.Reference);
                    session.Out.Raw("\n");
                    return asked.ExitCode;
                }
                Show(new WhyScreen(session.Out, asked, by), proofs, wanted);
                return asked.ExitCode;
            },
        };
        verb.Add(reference);
        situation.All.ToList().ForEach(verb.Add);
        verb.Add(standpoint);
        verb.Add(goal);
        verb.Add(json);
        return verb;
    }

    /// <param name="Shown">How it stands; null for a phase.</param>
    private sealed record Asked(Evaluation Evaluation, string Reference, string? Text, (Shown Shown, Told Value, IReadOnlyList<string> Notes)? Status, IReadOnlyList<(string Heading, string Asks, Func<Evaluation, Node> Question)> Parts);

    private static void Show(WhyScreen screen, Asked asked, Goal? wanted)
    {
        screen.Header(asked.Reference, asked.Text);
        if (asked.Status is { } status)
        {
            screen.Status(status.Shown, status.Value, status.Notes);
        }
        foreach (var (heading, _, question) in asked.Parts)
        {
            if (Why.Of(asked.Evaluation, question, wanted) is { } proof)
            {
                screen.Show(heading, proof);
            }
            else
            {
                screen.NoSuchAnswer(question(asked.Evaluation), wanted!.Value);
            }
        }
    }

    private static Asked Proofs(Situation asked, Standpoint by, string reference)
    {
        var (id, holder) = reference.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? (reference[..at], reference[(at + 1)..]) : (reference, null);
        var evaluation = new Evaluation(asked.Record, by, asked.AsOf);
        if (asked.Agreement.Provision(id) is { } provision)
        {
            CheckHolder(asked.Agreement, provision, holder);
            return OfProvision(asked, evaluation, provision, holder);
        }
        if (holder is null && asked.Agreement.Phase(id) is { } phase)
        {
            return OfPhase(evaluation, phase);
        }
        var known = asked.Agreement.Provisions.Select(p => p.Id).Concat(asked.Agreement.Phases.Select(p => p.Id)).ToList();
        throw StopException.WrongUse($"{asked.Agreement.Id} has no provision or phase `{id}`.", Spelling.Nearest(id, known) is { } near ? $"Did you mean {near}?" : "`servanda status` lists them all.");
    }

    private static void CheckHolder(Agreement agreement, Provision provision, string? holder)
    {
        if (holder is not null && !provision.By.Contains(holder, StringComparer.Ordinal))
        {
            throw StopException.WrongUse($"`{holder}` is no holder of {provision.Id}.",
                provision.By.Count == 0 ? "The text names nobody who owes it." : $"It is owed by {string.Join(", ", provision.By)}.");
        }
    }

    private static Asked OfProvision(Situation asked, Evaluation evaluation, Provision provision, string? holder)
    {
        var told = evaluation.Performance(provision, holder).Value;
        var shown = evaluation.ShownOf(provision, holder);
        var parts = new List<(string, string, Func<Evaluation, Node>)> { ("What it rests on", "performance", e => e.Performance(provision, holder)) };
        if (shown is Shown.Dormant or Shown.DormantContested or Shown.Suspended or Shown.SuspendedContested or Shown.DoneEarly)
        {
            parts.Add(("Why it is not owed now", "in-force", e => e.InForce(provision)));
        }
        var reference = holder is null ? provision.Id : $"{provision.Id}@{holder}";
        return new Asked(evaluation, reference, provision.Text, (shown, told, [.. Notes(asked, evaluation, provision)]), parts);
    }

    private static IEnumerable<string> Notes(Situation asked, Evaluation evaluation, Provision provision)
    {
        var due = evaluation.DueOf(provision);
        if (due is { Earliest: { } earliest, Latest: { } latest })
        {
            yield return $"{(provision.IsNegative ? "until" : "due")} {Words.Between(earliest, latest, asked.Agreement.Zone)}"
                + (provision.Within?.To is { } to ? $" ({ConditionText.Of(to)})" : "");
        }
        else if (provision.Each is { } each)
        {
            yield return $"one duty for each occurrence of {each}";
        }
        else if (provision.Within?.To is { } undated)
        {
            yield return $"due {ConditionText.Of(undated)}, which this account does not date";
        }
        if (evaluation.ShownSince(provision) is { } since)
        {
            yield return $"so since {Words.Day(since)}, {Words.Count(Period.DaysBetween(since, asked.Record.Rules.DayOf(asked.AsOf)), "day")}";
        }
    }

    private static Asked OfPhase(Evaluation evaluation, Phase phase)
    {
        var parts = new List<(string, string, Func<Evaluation, Node>)>();
        if (phase.Opens is { Mode: EntryMode.Declared } opens)
        {
            parts.Add(($"Whether it is declared, by {Words.List([.. opens.By.Select(b => Foreign.Text(evaluation.Record.Agreement.NameOf(b)))], "or")}", "entered", e => e.Entered(phase)));
        }
        var condition = phase.Opens?.When is { } when ? $"Its condition: {ConditionText.Of(when)}" : "Whether it is open";
        parts.Add((condition, "opens", e => e.Opens(phase)));
        // What would complete a phase is no question before it is entered.
        if (phase.Completes is { } completes && evaluation.Entered(phase).Value.P)
        {
            parts.Add(($"Whether it is completed: {ConditionText.Of(completes)}", "completes", e => e.Completed(phase)));
        }
        return new Asked(evaluation, phase.Id, phase.Title, null, parts);
    }
}
