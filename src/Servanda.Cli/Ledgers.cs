using System.CommandLine;
using Servanda.Agreements;
using Servanda.Ledger;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>Opening the ledger of an agreement.</summary>
internal static class Ledgers
{
    /// <summary>A ledger that is there.</summary>
    public static LedgerStore Open(string place, Agreement agreement, Session session, SigningKey? author = null) =>
        OfAgreement(LedgerStore.Open(place, Settings(session, author), agreement.Id), agreement);

    /// <summary>The agreement's ledger, started where there is none.</summary>
    public static LedgerStore OpenOrCreate(string place, Agreement agreement, Session session, SigningKey? author = null) =>
        OfAgreement(LedgerStore.OpenOrCreate(place, agreement.Id, Settings(session, author)), agreement);

    public static StopException Stop(Refusal refusal) => StopException.Refused(refusal.Message, refusal.Remedy);

    private static LedgerSettings Settings(Session session, SigningKey? author) => new() { Clock = session.Clock, Author = author };

    private static LedgerStore OfAgreement(Opening opening, Agreement agreement)
    {
        if (opening is Opening.Refused { Refusal: var refusal })
        {
            throw Stop(refusal);
        }
        var ledger = ((Opening.Opened)opening).Ledger;
        if (ledger.Agreement == agreement.Id)
        {
            return ledger;
        }
        var (path, other) = (ledger.Path, ledger.Agreement);
        ledger.Dispose();
        throw StopException.Refused($"{path} is the ledger of {other}, not of {agreement.Id}.", "Name this agreement's ledger with --ledger, or the other agreement with --agreement.");
    }
}

/// <summary>The options of every verb that opens a ledger.</summary>
/// <param name="signs">Whether the verb appends entries, which somebody signs.</param>
internal sealed class LedgerOptions(Session session, bool signs = true)
{
    private readonly Option<string?> agreement = CommonOptions.Agreement();
    private readonly Option<string?> ledger = CommonOptions.Ledger();
    private readonly Option<string?> key = new("--key") { HelpName = "NAME|FILE", Description = "Sign the entry with this key in place of your own: its name, or its file." };

    public IEnumerable<Option> All => signs ? [agreement, ledger, key] : [agreement, ledger];

    /// <param name="create">Whether to start a ledger where there is none.</param>
    public (Agreement Agreement, LedgerStore Ledger) Open(ParseResult parse, bool create)
    {
        var (read, path) = Name(parse);
        var author = Author(parse);
        return (read, create ? Ledgers.OpenOrCreate(path, read, session, author) : Ledgers.Open(path, read, session, author));
    }

    /// <summary>Recording by hand, into the ledger that is there; where there is none, one is begun when it is first written to.</summary>
    /// <param name="create">Whether one may be begun.</param>
    public Recording Record(ParseResult parse, bool create, bool asJson)
    {
        var (read, path) = Name(parse);
        var author = Author(parse);
        LedgerStore? there = null;
        try
        {
            there = Ledgers.Open(path, read, session, author);
        }
        catch (StopException) when (create && LedgerStore.IsAbsent(path, read.Id))
        {
            // Begun with the first entry.
        }
        return new Recording(session, read, there, () => Ledgers.OpenOrCreate(path, read, session, author), asJson);
    }

    /// <summary>The agreement, and where its ledger is or would be.</summary>
    public (Agreement Agreement, string Path) Name(ParseResult parse)
    {
        var places = new Places(session);
        var named = parse.GetValue(ledger);
        var file = places.AgreementFile(parse.GetValue(agreement), named ?? session.Variable("SERVANDA_LEDGER"));
        return (SituationOptions.AgreementOf(session, file), places.LedgerFile(named, file));
    }

    /// <summary>The key that is asked for; null for the person's own.</summary>
    public SigningKey? Author(ParseResult parse) => !signs || parse.GetValue(key) is not { } name ? null
        : new Keyring(ServandaHome.Default).Named(name)
            ?? throw StopException.WrongUse($"There is no key {name} in {ServandaHome.Default.Folder}.", "`servanda key list` names them; `servanda key new NAME` makes one.");
}
