using System.CommandLine;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Status;

namespace Servanda.Cli.Verbs;

internal static class StatusVerb
{
    public static Verb Create(Session session)
    {
        var agreement = new Argument<string?>("AGREEMENT")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The agreement: its file, the folder it lies in, or a sample. Default: agreement.yaml here.",
        };
        var situation = new SituationOptions(session) { AgreementArgument = agreement };
        var standpoint = Standpoints.Option("Show only this standpoint; may be given several times. Default: every one there is room for.", several: true);
        var json = CommonOptions.Json("the whole board, every standpoint included,");
        var verb = new Verb("status", "The board: how every provision and phase stands, by whose account.")
        {
            About =
            [
                "Rows are provisions, columns are standpoints. A cell says what that account tells, with the number of claims for and against. \"No account\" means that nobody it counts has said anything that answers the question; it is never shown as kept.",
                "The same record gives the same board for ever: name both dates to make a link that does not change.",
            ],
            Examples =
            [
                new("servanda status example-truce --claims example-truce --as-of 2026-01-19", "the board of a made-up truce, on the claims of a file"),
                new("servanda status example-truce --claims example-truce --as-of 2026-01-19 --known-at 2026-01-18", "the same day, as the record stood the day before"),
            ],
            Does = parse =>
            {
                var asked = situation.Open(parse);
                var chosen = Standpoints.Named(parse.GetValue(standpoint), asked.Agreement);
                var board = Board.Of(asked.Record, asked.AsOf, chosen) with { KnownAt = asked.KnownAt };
                if (parse.GetValue(json))
                {
                    BoardJson.Write(session.RawOutput, board);
                    session.Out.Raw("\n");
                }
                else
                {
                    new BoardScreen(session.Out, board, asked, chosen is not null).Show();
                }
                return asked.ExitCode;
            },
        };
        verb.Add(agreement);
        situation.All.ToList().ForEach(verb.Add);
        verb.Add(standpoint);
        verb.Add(json);
        return verb;
    }
}
