using System.CommandLine;
using Servanda.Agreements;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Status;

namespace Servanda.Cli.Verbs;

internal static class PositionsVerb
{
    public static Verb Create(Session session)
    {
        var situation = new SituationOptions(session);
        var provision = new Option<string?>("--provision") { HelpName = "REF", Description = "Only positions on this provision, or on its topic." };
        var topic = new Option<string?>("--topic") { HelpName = "TOPIC", Description = "Only positions on this topic." };
        var json = CommonOptions.Json("the positions");
        var verb = new Verb("positions", "What each actor demands, promises, refuses or expects, latest first, in its own words.")
        {
            About = ["Positions are what people say they want. They are kept on the record and shown beside the provisions they speak of, and they never count towards a status."],
            Examples = [new("servanda positions --agreement example-truce --claims example-truce --as-of 2026-02-01", "everybody's positions"),
                new("servanda positions --provision disarm --agreement example-truce --claims example-truce --as-of 2026-02-01", "those on one provision")],
            Does = parse =>
            {
                var asked = situation.Open(parse);
                var on = parse.GetValue(provision) is { } id ? ProvisionOf(asked.Agreement, id) : null;
                var about = parse.GetValue(topic);
                var shown = (on is null ? Positions.Latest(asked.Record, asked.AsOf, _ => true) : Positions.On(asked.Record, on, asked.AsOf))
                    .Where(p => about is null || p.Claim.Topic == about).ToList();
                if (parse.GetValue(json))
                {
                    PositionsJson.Write(session.RawOutput, asked.Agreement, asked.AsOf, asked.KnownAt, shown);
                    session.Out.Raw("\n");
                }
                else
                {
                    new PositionsScreen(session.Out, asked).Show(shown);
                }
                return asked.ExitCode;
            },
        };
        situation.All.ToList().ForEach(verb.Add);
        verb.Add(provision);
        verb.Add(topic);
        verb.Add(json);
        return verb;
    }

    private static Provision ProvisionOf(Agreement agreement, string id) => agreement.Provision(id)
        ?? throw StopException.WrongUse($"{agreement.Id} has no provision `{id}`.", Spelling.Nearest(id, agreement.Provisions.Select(p => p.Id)) is { } near ? $"Did you mean {near}?" : "`servanda status` lists them all.");
}
