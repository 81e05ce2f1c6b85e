using System.CommandLine;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Cli.Verbs;

internal static class WhatIfVerb
{
    public static Verb Create(Session session)
    {
        var situation = new SituationOptions(session);
        var suppose = new Option<string[]>("--suppose") { HelpName = "FILE", Description = "Suppose the claims of a file on top of the record. With a ledger, --claims means the same; may be given several times." };
        var assume = new Option<string[]>("--assume")
        {
            HelpName = "REF=told|not-told",
            Description = "Assume that a provision is told done or kept, or a phase told entered, or that it is told not: return-captives=told, halt-fire@north=not-told. May be given several times.",
        };
        var json = CommonOptions.Json("the changes");
        var verb = new Verb("what-if", "What would change, by whose account, if claims were made or answers were settled. Nothing is recorded.")
        {
            About =
            [
                "Everything that follows is followed: a phase that would open, a remedy that would apply, a deadline that would begin to run. An assumption holds by every account and from the time that --as-of names; claims count for those who would have made them.",
                "With a ledger, the record is the ledger and --claims are supposed. Without one --claims are the record, as with every verb, and --suppose or --assume say what to suppose.",
            ],
            Examples =
            [
                new("servanda what-if --assume return-captives=told --assume two=told --agreement example-truce --claims example-truce --as-of 2026-01-19", "what would follow if everybody told these two"),
            ],
            Does = parse =>
            {
                var onTheLedger = situation.HasLedger(parse);
                var asked = situation.Open(parse, onTheLedger);
                var files = (parse.GetValue(suppose) ?? []).Concat(onTheLedger ? situation.ClaimsFiles(parse) : []).ToList();
                var wanted = parse.GetValue(assume) ?? [];
                if (files.Count == 0 && wanted.Length == 0)
                {
                    throw StopException.WrongUse("There is nothing to suppose.", "Name claims with --suppose FILE, or an answer with --assume REF=told.");
                }
                var (claims, unreadable) = situation.Read(files);
                var assumed = Assumed(asked, wanted);
                var changes = StatusChange.Between(asked.Record, asked.Record.With(claims), asked.AsOf, assumed);
                if (parse.GetValue(json))
                {
                    WhatIfJson.Write(session.RawOutput, asked.Agreement, asked.AsOf, asked.KnownAt, assumed, claims, changes);
                    session.Out.Raw("\n");
                }
                else
                {
                    Tell(session, asked, assumed, claims, changes);
                }
                return unreadable ? ExitCode.Findings : asked.ExitCode;
            },
        };
        situation.All.ToList().ForEach(verb.Add);
        verb.Add(suppose);
        verb.Add(assume);
        verb.Add(json);
        return verb;
    }

    private static Assumptions Assumed(Situation asked, IReadOnlyList<string> wanted)
    {
        var provisions = new SortedDictionary<string, Told>(StringComparer.Ordinal);
        var phases = new SortedDictionary<string, Told>(StringComparer.Ordinal);
        foreach (var text in wanted)
        {
            var (reference, value) = text.Split('=', 2) is [var before, var after] ? (before.Trim(), after.Trim()) : (text, "");
            Told told = value switch
            {
                "told" => Told.T,
                "not-told" => Told.F,
                _ => throw StopException.WrongUse($"--assume: `{text}` says nothing that can be assumed.", "Write a provision or phase with told or not-told: return-captives=told, two=not-told."),
            };
            (IsPhase(asked.Agreement, reference) ? phases : provisions)[reference] = told;
        }
        return new Assumptions(provisions, phases, asked.AsOf);
    }

    private static bool IsPhase(Agreement agreement, string reference)
    {
        var (id, holder) = reference.Split('@', 2) is [var of, var by] ? (of, by) : (reference, null);
        if (agreement.Provision(id) is { } provision)
        {
            return holder is null || provision.By.Contains(holder, StringComparer.Ordinal) ? false
                : throw StopException.WrongUse($"--assume: `{holder}` is no holder of {id}.", provision.By.Count == 0 ? "The text names nobody who owes it." : $"It is owed by {string.Join(", ", provision.By)}.");
        }
        return holder is null && agreement.Phase(id) is not null ? true
            : throw StopException.WrongUse($"--assume: {agreement.Id} has no provision or phase `{reference}`.",
                Spelling.Nearest(id, agreement.Provisions.Select(p => p.Id).Concat(agreement.Phases.Select(p => p.Id))) is { } near ? $"Did you mean {near}?" : "`servanda status` lists them all.");
    }

    private static void Tell(Session session, Situation asked, Assumptions assumed, IReadOnlyList<Claim> claims, IReadOnlyList<StatusChange> changes)
    {
        var (screen, agreement) = (session.Out, asked.Agreement);
        screen.Line(new Run("Hypothetical: nothing of this is on the record, and nothing is recorded.", Ink.Strong));
        screen.Line($"{Foreign.Text(agreement.Title)}, as of {Words.AsOf(asked.AsOf, agreement.Zone)} ({agreement.Zone.Id}). Suppose, on top of {asked.From}:");
        foreach (var (reference, told) in assumed.Phases.Concat(assumed.Provisions))
        {
            screen.Wrapped(2, 4, new Run(reference, Ink.Strong), $" is told {(told.IsTrue ? "" : "not ")}{What(agreement, reference)}, by every account");
        }
        var line = new ClaimLine(agreement, asked.Record.Rules);
        var supposed = asked.Record.With(claims);
        foreach (var claim in claims)
        {
            screen.Wrapped(2, 4, supposed.ById(claim.Id) is { } stands ? line.Of(stands) : [$"{claim.Kind} {Foreign.Text(claim.Id)}, which would not stand on the record"]);
        }
        if (claims.Count(c => c.HappenedIn(agreement.Zone).Earliest > asked.AsOf) is > 0 and var later)
        {
            screen.Wrapped(2, 4, $"{Words.Count(later, "of these claims speaks", "of these claims speak")} of a later time than --as-of, and so of nothing yet.");
        }
        screen.Line();
        screen.Line(new Run(changes.Count == 0 ? "Then no status and no phase would stand otherwise." : "Then these would stand otherwise:", Ink.Strong));
        var shown = new ChangesScreen(screen, agreement);
        shown.Show(changes);
        StillShut(screen, shown, agreement, changes);
    }

    private static string What(Agreement agreement, string reference) => agreement.Phase(reference) is not null ? "entered" : agreement.Provision(reference.Split('@')[0])!.IsNegative ? "kept" : "done";

    // A condition that is met does not open a phase that has to be declared.
    private static void StillShut(Screen screen, ChangesScreen shown, Agreement agreement, IReadOnlyList<StatusChange> changes)
    {
        foreach (var phase in agreement.Phases.Where(p => p.Opens is { Mode: EntryMode.Declared }))
        {
            var met = changes.Where(c => c.Phase == phase && c.Asks == PhaseQuestion.Opens && c.After.Value.IsTrue).Select(c => c.Standpoint.Id)
                .Except(changes.Where(c => c.Phase == phase && c.Asks == PhaseQuestion.Entered && c.After.Value.IsTrue).Select(c => c.Standpoint.Id), StringComparer.Ordinal).ToList();
            if (met.Count > 0)
            {
                screen.Wrapped(2, 4, $"The condition of {Foreign.Text(phase.Title)} would be met, by {shown.By(met)}; it is entered only when {Words.List([.. phase.Opens!.By.Select(b => Foreign.Text(agreement.NameOf(b)))], "or")} declares it.");
            }
        }
    }
}
