using System.CommandLine;
using Servanda.Cli.Screens;
using Servanda.Ledger;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class RedactVerb
{
    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session);
        var entry = new Argument<string?>("ENTRY") { Arity = ArgumentArity.ZeroOrOne, Description = "The entry: its place, its id, or the id of its claim." };
        var field = new Option<string[]>("--field") { HelpName = "NAME", Description = "source, via, place or note; of a restricted entry any field; content for the bytes of a document. May be given several times." };
        var reason = new Option<string?>("--reason") { HelpName = "TEXT", Description = "Why; everybody will read it, so it must not say what." };
        var authority = new Option<string?>("--authority") { HelpName = "TEXT", Description = "By what right: a court's order, a consent taken back." };
        var approve = new Option<string?>("--approve") { HelpName = "ID", Description = "Approve what another author asked for, and destroy it." };
        var scour = new Option<bool>("--scour") { Description = "Cut the database's logs again, when something else was reading it." };
        var json = CommonOptions.Json("the outcome");
        var verb = new Verb("redact", "Have sealed fields destroyed, by two keys.")
        {
            About =
            [
                "One author asks; a second one approves with another key, and then the field is gone: from the ledger, its write-ahead log, its free pages and every later backup. Its commitment stays in the entry, so every proof holds, and everybody sees that something is withheld, when, by whom and why. Nobody sees what.",
                "Earlier backups still hold it, sealed: delete them, or the key of what is sealed that was kept with them.",
            ],
            Examples =
            [
                new("servanda redact c1 --field via --reason \"The reporter asked for it\" --agreement example-truce --ledger servanda.db", "ask for it; the answer says how another author approves it"),
            ],
            Does = parse =>
            {
                var (_, opened) = ledger.Open(parse, create: false);
                using (opened)
                {
                    if (parse.GetValue(scour))
                    {
                        opened.Scour();
                        session.Out.Line("Nothing of what was destroyed is left in the logs.");
                        return ExitCode.Done;
                    }
                    var draft = parse.GetValue(approve) is { } asked ? Approval(opened, Guid.TryParseExact(asked, "D", out var id) ? id : throw StopException.WrongUse($"--approve: `{asked}` is no id of an entry.", "Take the id that `servanda redact` printed when it was asked for."))
                        : Request(opened, parse.GetValue(entry), parse.GetValue(field) ?? [], parse.GetValue(reason), parse.GetValue(authority));
                    var outcome = opened.Append(draft);
                    if (outcome is Outcome.Refused { Refusal: var refusal })
                    {
                        throw Ledgers.Stop(refusal);
                    }
                    Tell(session, outcome, (Payload.Redaction)draft.Payload, parse.GetValue(json));
                    return ExitCode.Done;
                }
            },
        };
        verb.Add(entry);
        foreach (var option in new Option[] { field, reason, authority, approve, scour, json })
        {
            verb.Add(option);
        }
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private static Draft Request(LedgerStore ledger, string? entry, string[] fields, string? reason, string? authority)
    {
        if (entry is null || fields.Length == 0 || reason is null)
        {
            throw StopException.WrongUse("Name the entry, at least one --field and a --reason.", "servanda redact --help");
        }
        return Draft.Redaction(ledger.IdOf(entry), [.. fields.Select(field => "/" + field.TrimStart('/')).Order(StringComparer.Ordinal).Distinct()], reason, authority);
    }

    private static Draft Approval(LedgerStore ledger, Guid asked) => ledger.Redactions().Asked(asked) is { } request
        ? Draft.Redaction(request.Of, request.Paths, request.Reason, request.Authority, asked) : throw Ledgers.Stop(new Refusal.NothingToApprove(asked));

    private static void Tell(Session session, Outcome outcome, Payload.Redaction redaction, bool asJson)
    {
        var (seq, id) = outcome switch
        {
            Outcome.Recorded r => (r.Seq, r.Entry),
            Outcome.Known k => (k.Seq, k.Entry),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (asJson)
        {
            session.JsonObject(o =>
            {
                o.WriteNumber("entry", seq);
                o.WriteString("id", id);
                o.WriteString("of", redaction.Of);
                o.WriteStartArray("fields");
                redaction.Paths.ToList().ForEach(o.WriteStringValue);
                o.WriteEndArray();
                o.WriteBoolean("destroyed", redaction.Approves is not null);
            });
            return;
        }
        var fields = Words.List([.. redaction.Paths]);
        if (redaction.Approves is not null)
        {
            session.Out.Line($"Recorded as entry {seq}: {fields} of entry {redaction.Of} is destroyed.");
            return;
        }
        session.Out.Line($"Recorded as entry {seq}: {fields} of entry {redaction.Of} is asked to be destroyed. Another author approves it with:");
        session.Out.Raw($"  servanda redact --approve {id} --key NAME\n");
    }
}
