using System.CommandLine;

namespace Servanda.Cli.Verbs;

internal static class ServeVerb
{
    public static Verb Create(Session session)
    {
        var agreement = new Argument<string?>("AGREEMENT") { Arity = ArgumentArity.ZeroOrOne, Description = "The agreement: its file, its folder, or a sample. Default: agreement.yaml here." };
        var situation = new SituationOptions(session) { AgreementArgument = agreement, AsksWhen = false };
        var urls = Sites.Urls();
        var verb = new Verb("serve", "Open the web app on an agreement and its ledger.")
        {
            About =
            [
                "The pages show what the other verbs print: the board, why each status stands, what keeps a phase shut, where accounts differ, tolls, a timeline, a map, and the ledger with its proofs. They follow the ledger while others write to it, and every address says the same to whoever opens it later.",
                "It listens on this machine alone, asks nothing of any other, and works offline.",
            ],
            Examples = [new("servanda serve agreements/gaza-2025 --claims agreements/gaza-2025", "a sample and its claims"), new("servanda serve example-truce --ledger servanda.db", "an agreement and its ledger")],
            Does = parse => situation.Serve(parse, parse.GetValue(urls)!),
        };
        verb.Add(agreement);
        situation.All.ToList().ForEach(verb.Add);
        verb.Add(urls);
        return verb;
    }
}
