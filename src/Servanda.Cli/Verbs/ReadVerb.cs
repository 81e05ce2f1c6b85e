using System.CommandLine;
using NodaTime;
using NodaTime.Text;
using Servanda.Agreements;
using Servanda.Cli.Screens;
using Servanda.Reading;

namespace Servanda.Cli.Verbs;

internal static class ReadVerb
{
    public static Verb Create(Session session)
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Documents (text, HTML, DOCX; PDF where pdftotext is installed), or a folder of them." };
        var ledger = new LedgerOptions(session);
        var dateline = CommonOptions.Stamp("--dateline", "The day the document counts its days from, where it does not say so itself; else the date its file name begins with.");
        var outlet = new Option<string?>("--outlet") { HelpName = "ID", Description = "Who published it: an actor's id, or a name. What the document says in its own voice is this outlet's." };
        var jsonl = new Option<bool>("--jsonl") { Description = "Print each proposal as a line of JSON." };
        var into = new Option<string?>("--into") { HelpName = "FILE", Description = "Write the lines of JSON to a file, with progress; run again, it goes on where it stopped." };
        var review = new Option<bool>("--review") { Description = "Go through the proposals one at a time, by key, and put on the record what you accept." };
        var record = new Option<bool>("--record") { Description = "Record without a review what --min-confidence lets through." };
        var confidence = new Option<double?>("--min-confidence") { HelpName = "N", Description = "With --record: the least confidence, from 0 to 1, of what is recorded." };
        var verb = new Verb("read", "Read documents into statements and proposed claims.")
        {
            About =
            [
                "A reader proposes and a person confirms: nothing is on the record until you say so, one by one with --review, or all at once with --record and a least confidence. Each proposal names who speaks, what kind of statement it is, which provision it is about, and the words.",
                "What cannot be told from the text is left open, and said. A document that prints an earlier one again is named as such, and what both say is recorded once.",
            ],
            Examples =
            [
                new("servanda read agreements/example-truce/documents/2026-01-16-wire.txt --agreement example-truce", "what a news report proposes"),
                new("servanda read agreements/example-truce/documents/2026-01-16-wire.txt --agreement example-truce --jsonl", "the same, one proposal a line"),
                new("servanda read agreements/example-truce/documents --agreement example-truce --into proposals.jsonl", "a folder of documents, resumable"),
                new("servanda read agreements/example-truce/documents/2026-01-16-wire.txt --agreement example-truce --review --ledger review.db", "accept, edit, link or reject each proposal"),
            ],
            Does = parse =>
            {
                var documents = new DocumentFiles(new Places(session));
                var (agreement, path) = ledger.Name(parse);
                var asks = new ReadRun.Asked(parse.GetValue(dateline)?.DayIn(agreement.Zone), parse.GetValue(outlet), parse.GetValue(jsonl), parse.GetValue(review), Least(parse.GetValue(record), parse.GetValue(confidence), parse.GetValue(review)));
                var named = documents.Named(parse.GetValue(files)!);
                if (parse.GetValue(into) is { } file)
                {
                    return asks.Records ? throw StopException.WrongUse("--into writes proposals and records nothing.", "Leave out --review and --record, or leave out --into.")
                        : new ReadFolder(session, new Reader(agreement), documents).Run(named, file, f => asks.Dateline ?? DayOfName(f));
                }
                using var opened = asks.Records ? Ledgers.OpenOrCreate(path, agreement, session) : null;
                var run = new ReadRun(session, agreement, opened, asks);
                foreach (var name in named)
                {
                    if (!run.Read(documents.Open(name), asks.Dateline ?? DayOfName(name)))
                    {
                        break;
                    }
                }
                return ExitCode.Done;
            },
        };
        verb.Add(files);
        verb.Add(dateline);
        verb.Add(outlet);
        verb.Add(jsonl);
        verb.Add(into);
        verb.Add(review);
        verb.Add(record);
        verb.Add(confidence);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private static double? Least(bool record, double? confidence, bool review) => (record, confidence, review) switch
    {
        (true, null, false) => throw StopException.WrongUse("--record would record what nobody has looked at.", "Go through the proposals with --review, or say how sure the reader must be: --record --min-confidence 0.9"),
        (true, _, true) => throw StopException.WrongUse("--review records what you accept, --record what nobody looks at: they do not go together.", "Leave out one of them."),
        (false, not null, _) => throw StopException.WrongUse("--min-confidence says what --record lets through, and there is no --record.", "Add --record, or leave out --min-confidence."),
        (true, < 0 or > 1 or double.NaN, _) => throw StopException.WrongUse($"--min-confidence {confidence} is not between 0 and 1.", "Name a number such as 0.9."),
        _ => confidence,
    };

    // 2026-01-16-wire.txt
    private static LocalDate? DayOfName(string file) =>
        Path.GetFileName(file) is { Length: > 10 } name && LocalDatePattern.Iso.Parse(name[..10]) is { Success: true, Value: var day } ? day : null;
}
