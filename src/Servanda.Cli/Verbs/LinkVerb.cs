using System.CommandLine;
using Servanda.Ledger;

namespace Servanda.Cli.Verbs;

internal static class LinkVerb
{
    public static Verb Create(Session session)
    {
        var claim = new Argument<string>("CLAIM") { Description = "The id of the claim." };
        var occurrence = new Argument<string>("OCCURRENCE") { Description = "The occurrence it speaks of, such as o-12." };
        var options = new LedgerOptions(session);
        var reason = new Option<string?>("--reason") { HelpName = "TEXT", Description = "Why you hold the claim to speak of it; kept with the link." };
        var undo = new Option<bool>("--undo") { Description = "Take the link back: the claim stands by itself again." };
        var verb = new Verb("link", "Link a claim to the occurrence it speaks of, or take the link back.")
        {
            About = ["Which claims speak of one happening is a person's judgement, and it decides how many incidents there are: so it is an entry of its own, with its reason, and can be taken back. Without a link, no two claims are taken to speak of the same."],
            Examples = [new("servanda link c2 o-12 --reason \"same crossing, same hour\" --agreement agreements/example-truce --ledger my.db", "c2 speaks of occurrence o-12")],
            Does = parse =>
            {
                var (agreement, _, path) = options.Named(parse);
                using var ledger = new Ledgers(session).Open(path, agreement.Id);
                var of = OnRecord.Claim(Ledgers.View(ledger), parse.GetValue(claim)!);
                var to = parse.GetValue(occurrence)!;
                var undone = parse.GetValue(undo);
                OnRecord.Tell(session, Ledgers.Recorded(ledger, undone ? Draft.Unlink(of.Id, to, parse.GetValue(reason)) : Draft.Link(of.Id, to, parse.GetValue(reason))),
                    undone ? $"{of.Id} is no longer linked to {to}" : $"{of.Id} speaks of {to}");
                return ExitCode.Done;
            },
        };
        verb.Add(claim);
        verb.Add(occurrence);
        options.All.ToList().ForEach(verb.Add);
        verb.Add(reason);
        verb.Add(undo);
        return verb;
    }
}
