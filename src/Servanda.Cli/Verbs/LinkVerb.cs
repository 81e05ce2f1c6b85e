using System.CommandLine;
using Servanda.Cli.Screens;
using Servanda.Ledger;

namespace Servanda.Cli.Verbs;

internal static class LinkVerb
{
    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session);
        var claim = new Argument<string>("CLAIM") { Description = "The id of the claim." };
        var occurrence = new Argument<string>("OCCURRENCE") { Description = "The happening it speaks of." };
        var reason = new Option<string>("--reason") { HelpName = "TEXT", Description = "Why the two are the same, or are not.", Required = true };
        var undo = new Option<bool>("--undo") { Description = "Take the link back." };
        var json = CommonOptions.Json("the outcome and what it changes");
        var verb = new Verb("link", "Record that a claim speaks of an occurrence.")
        {
            About = ["Linking decides counts: two claims of one incident are one incident. So it is an act of a person, with a reason, and it can be taken back with --undo. Claims are not merged by themselves."],
            Examples = [new("servanda link c32 o-13 --reason \"Same gate and hours\" --agreement example-truce --ledger servanda.db", "one more claim of a known lapse")],
            Does = parse =>
            {
                using var recording = ledger.Record(parse, create: false, parse.GetValue(json));
                var standing = recording.Standing(parse.GetValue(claim)!);
                var (of, to, why) = (standing.Claim.Id, parse.GetValue(occurrence)!, parse.GetValue(reason)!);
                return parse.GetValue(undo)
                    ? recording.Put(Draft.Unlink(of, to, why), [$"{of} is no longer linked to {to}, because: {Foreign.Text(why)}"])
                    : recording.Put(Draft.Link(of, to, why), [$"{of} is linked to {to}, because: {Foreign.Text(why)}"]);
            },
        };
        verb.Add(claim);
        verb.Add(occurrence);
        verb.Add(reason);
        verb.Add(undo);
        verb.Add(json);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }
}
