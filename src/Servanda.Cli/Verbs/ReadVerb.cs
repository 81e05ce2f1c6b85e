using System.CommandLine;
using System.Text;
using NodaTime;
using Servanda.Agreements;
using Servanda.Cli.Screens;
using Servanda.Ledger;
using Servanda.Reading;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class ReadVerb
{
    public static Verb Create(Session session)
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Documents as text: news reports, statements, monitoring reports." };
        var ledger = new LedgerOptions(session);
        var dateline = CommonOptions.Stamp("--dateline", "The day the document counts its days from, where it does not say so itself.");
        var outlet = new Option<string?>("--outlet") { HelpName = "ID", Description = "Who published it: an actor's id, or a name. What the document says in its own voice is this outlet's." };
        var jsonl = new Option<bool>("--jsonl") { Description = "Print each proposal as a line of JSON." };
        var record = new Option<bool>("--record") { Description = "File the documents, and record the claims that follow from the proposals." };
        var verb = new Verb("read", "Read documents into statements and proposed claims.")
        {
            About =
            [
                "A reader proposes and a person confirms: nothing is on the record until you say so, with --record or with `record`. Each proposal names who speaks, what kind of statement it is, which provision it is about, and the words.",
                "What cannot be told from the text is left open, and said.",
            ],
            Examples =
            [
                new("servanda read agreements/example-truce/documents/2026-01-16-wire.txt --agreement example-truce", "what a news report proposes"),
                new("servanda read agreements/example-truce/documents/2026-01-16-wire.txt --agreement example-truce --jsonl", "the same, one proposal a line"),
            ],
            Does = parse =>
            {
                var places = new Places(session);
                var (agreement, path) = ledger.Name(parse);
                var reader = new Reader(agreement);
                var day = parse.GetValue(dateline)?.DayIn(agreement.Zone);
                using var opened = parse.GetValue(record) ? Ledgers.OpenOrCreate(path, agreement, session) : null;
                foreach (var file in parse.GetValue(files)!.Select(places.Document))
                {
                    var bytes = Places.Read(file);
                    var read = new ReadDocument(places.Shown(file), Documents.NameOf(bytes), Text(bytes, file), bytes);
                    var proposals = reader.Read(read.Text, day);
                    if (parse.GetValue(jsonl))
                    {
                        proposals.ToList().ForEach(p => session.Out.Raw(ProposalJson.Line(p, read.Hash) + "\n"));
                    }
                    else
                    {
                        new ProposalScreen(session.Out, agreement).Show(read.Name, read.Hash, read.Text, proposals);
                    }
                    if (opened is not null)
                    {
                        Record(parse.GetValue(jsonl) ? session.Error : session.Out, opened, agreement, read, proposals, parse.GetValue(outlet), DayOf(day, proposals, agreement, session));
                    }
                }
                return ExitCode.Done;
            },
        };
        verb.Add(files);
        verb.Add(dateline);
        verb.Add(outlet);
        verb.Add(jsonl);
        verb.Add(record);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private sealed record ReadDocument(string Name, string Hash, string Text, byte[] Bytes);

    // A byte order mark is no character of the text, but it stands in the file; places count from after it.
    private static string Text(byte[] bytes, string file)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw StopException.WrongUse($"{file} is no text in UTF-8.", "Save it as plain text in UTF-8 and read it again.");
        }
    }

    private static Stamp DayOf(LocalDate? dateline, IReadOnlyList<Proposal> proposals, Agreement agreement, Session session) =>
        Stamp.On(dateline ?? proposals.Select(p => p.DateSaid).Max() ?? session.Clock.GetCurrentInstant().InZone(agreement.Zone).Date);

    private static void Record(Screen screen, LedgerStore ledger, Agreement agreement, ReadDocument read, IReadOnlyList<Proposal> proposals, string? outlet, Stamp day)
    {
        ledger.AddDocument(read.Bytes, Documents.MediaType(read.Name), outlet);
        var origin = new ProposedClaims.Origin(read.Hash, read.Text, outlet, day);
        var recorded = 0;
        screen.Line();
        foreach (var proposal in proposals)
        {
            var made = ProposedClaims.Of(proposal, agreement, origin);
            if (made.Left is { } left)
            {
                screen.Wrapped(0, 2, $"{proposal.Number} left: {left}.");
            }
            foreach (var (claim, outcome) in made.Claims.Zip(ledger.Append([.. made.Claims.Select(Draft.Of)])))
            {
                recorded += outcome is Outcome.Recorded or Outcome.Corrected ? 1 : 0;
                screen.Wrapped(0, 2, $"{proposal.Number} {Recording.Of(outcome).TrimEnd(':')}: {Foreign.Text(claim.Id)}, {claim.Kind} by {Foreign.Text(agreement.NameOf(claim.Speaker))}.");
            }
        }
        screen.Line($"{Words.Count(recorded, "claim")} recorded in {ledger.Path}.");
    }
}
