using System.CommandLine;
using Servanda.Agreements;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Cli.Verbs;

internal static class BlockersVerb
{
    public static Verb Create(Session session)
    {
        var named = new Argument<string>("PHASE") { Description = "The phase." };
        var situation = new SituationOptions(session);
        var standpoint = Standpoints.ByWhose();
        var goal = new Option<string>("--goal") { HelpName = "opens|completes", Description = "What is to come about. Default: opens.", DefaultValueFactory = _ => Spelling.Of(PhaseGoal.Opens) };
        goal.AcceptOnlyFromAmong([.. Spelling.All<PhaseGoal>()]);
        var json = CommonOptions.Json("the sets");
        var verb = new Verb("blockers", "What keeps a phase shut: the smallest sets of things to do, report or settle that would open it.")
        {
            About =
            [
                "Each set is enough by itself, and nothing in it can be left out. The cheapest comes first; the agreement's file may give a provision an effort, otherwise each counts 1. Where any so many of several would do, they are listed once.",
                "What is told as needed counts as settled, and what can no longer come about is listed apart. Everything is by one account: what is settled by one may be open by another.",
            ],
            Examples =
            [
                new("servanda blockers two --agreement example-truce --claims example-truce --as-of 2026-01-19", "what would open phase two"),
                new("servanda blockers one --goal completes --standpoint south --agreement example-truce --claims example-truce --as-of 2026-01-19", "what would complete phase one, by one side's account"),
            ],
            Does = parse =>
            {
                var asked = situation.Open(parse);
                var by = Standpoints.Named(parse.GetValue(standpoint)!, asked.Agreement);
                var phase = PhaseOf(asked.Agreement, parse.GetValue(named)!);
                var blockers = Blockers.Of(asked.Record, by, asked.AsOf, phase, Spelling.Read<PhaseGoal>(parse.GetValue(goal)!)!.Value);
                if (parse.GetValue(json))
                {
                    BlockersJson.Write(session.RawOutput, asked.Agreement, asked.AsOf, asked.KnownAt, blockers);
                    session.Out.Raw("\n");
                }
                else
                {
                    new BlockersScreen(session.Out, asked, by).Show(blockers);
                }
                return asked.ExitCode;
            },
        };
        verb.Add(named);
        situation.All.ToList().ForEach(verb.Add);
        verb.Add(standpoint);
        verb.Add(goal);
        verb.Add(json);
        return verb;
    }

    private static Phase PhaseOf(Agreement agreement, string id) => agreement.Phase(id)
        ?? throw StopException.WrongUse($"{agreement.Id} has no phase `{id}`.", Spelling.Nearest(id, agreement.Phases.Select(p => p.Id)) is { } near ? $"Did you mean {near}?" : $"It has {string.Join(", ", agreement.Phases.Select(p => p.Id))}.");
}
