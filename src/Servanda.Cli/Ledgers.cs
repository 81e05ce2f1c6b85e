using System.CommandLine;
using Servanda.Agreements;
using Servanda.Ledger;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>Opening the ledger of an agreement.</summary>
internal static class Ledgers
{
    /// <summary>A ledger that is there.</summary>
    public static LedgerStore Open(string path, Agreement agreement, Session session) =>
        OfAgreement(LedgerStore.Open(path, new LedgerSettings { Clock = session.Clock }, agreement.Id), agreement);

    /// <summary>The agreement's ledger, started where there is none.</summary>
    public static LedgerStore OpenOrCreate(string path, Agreement agreement, Session session) =>
        OfAgreement(LedgerStore.OpenOrCreate(path, agreement.Id, session.Clock), agreement);

    public static StopException Stop(Refusal refusal) => StopException.Refused(refusal.Message, refusal.Remedy);

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

/// <summary>The options of every verb that writes to a ledger.</summary>
internal sealed class LedgerOptions(Session session)
{
    private readonly Option<string?> agreement = CommonOptions.Agreement();
    private readonly Option<string?> ledger = CommonOptions.Ledger();

    public IEnumerable<Option> All => [agreement, ledger];

    /// <param name="create">Whether to start a ledger where there is none.</param>
    public (Agreement Agreement, LedgerStore Ledger) Open(ParseResult parse, bool create)
    {
        var (read, path) = Name(parse);
        return (read, create ? Ledgers.OpenOrCreate(path, read, session) : Ledgers.Open(path, read, session));
    }

    /// <summary>The agreement, and where its ledger is or would be.</summary>
    public (Agreement Agreement, string Path) Name(ParseResult parse)
    {
        var places = new Places(session);
        var named = parse.GetValue(ledger);
        var file = places.AgreementFile(parse.GetValue(agreement), named ?? session.Variable("SERVANDA_LEDGER"));
        return (SituationOptions.AgreementOf(session, file), places.LedgerFile(named, file));
    }
}
