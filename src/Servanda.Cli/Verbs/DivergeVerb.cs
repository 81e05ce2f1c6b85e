using System.CommandLine;
using Servanda.Agreements;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Cli.Verbs;

internal static class DivergeVerb
{
    public static Verb Create(Session session)
    {
        var situation = new SituationOptions(session);
        var between = new Option<string[]>("--between")
        {
            HelpName = "A B",
            Description = "The standpoints to compare. Default: every party and the mediators.",
            Arity = new ArgumentArity(2, 8),
            AllowMultipleArgumentsPerToken = true,
        };
        var meeting = new Option<string?>("--meeting") { HelpName = "ID", Description = "Only positions that name this meeting." };
        var json = CommonOptions.Json("the differences");
        var verb = new Verb("diverge", "Where accounts differ, and where positions do: the agenda for talks.")
        {
            About =
            [
                "First comes the agenda: what is contested on the record as a whole and is part of a smallest set that would open the next phase. Then each difference shows both accounts in the words of their claims, what stands between the next phase and its opening first. Anchors that are dated differently, readings of the text and positions follow.",
                "That one side has no account is no agreement with the other's: it is listed last, as one account and none against it.",
            ],
            Examples =
            [
                new("servanda diverge --agreement example-truce --claims example-truce --as-of 2026-01-19", "every party and the mediators"),
                new("servanda diverge --between north south --agreement example-truce --claims example-truce --as-of 2026-01-19", "two accounts side by side"),
            ],
            Does = parse =>
            {
                var asked = situation.Open(parse);
                var named = Standpoints.Named(parse.GetValue(between), asked.Agreement);
                var compared = named ?? [.. Standpoint.Of(asked.Agreement).Where(s => s is Standpoint.OfParty or Standpoint.OfMediators)];
                if (compared.Count < 2)
                {
                    throw StopException.WrongUse("--between names one standpoint twice.", "Name two that differ.");
                }
                var about = parse.GetValue(meeting) is { } id ? MeetingOf(asked.Agreement, id) : null;
                var divergence = Divergence.Of(asked.Record, asked.AsOf, compared, about);
                if (parse.GetValue(json))
                {
                    DivergenceJson.Write(session.RawOutput, asked.Agreement, asked.AsOf, asked.KnownAt, compared, divergence);
                    session.Out.Raw("\n");
                }
                else
                {
                    new DivergeScreen(session.Out, asked).Show(divergence, compared);
                }
                return asked.ExitCode;
            },
        };
        situation.All.ToList().ForEach(verb.Add);
        verb.Add(between);
        verb.Add(meeting);
        verb.Add(json);
        return verb;
    }

    private static string MeetingOf(Agreement agreement, string id) => agreement.Meeting(id)?.Id
        ?? throw StopException.WrongUse($"{agreement.Id} has no meeting `{id}`.", agreement.Meetings.Count == 0 ? "It lists none." : $"It lists {string.Join(", ", agreement.Meetings.Select(m => m.Id))}.");
}
