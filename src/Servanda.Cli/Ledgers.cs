using System.CommandLine;
using NodaTime;
using Servanda.Agreements;
using Servanda.Ledger;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>Where an agreement's ledger lies, and how it is opened; what it refuses becomes exit code 3 with its remedy.</summary>
internal sealed class Ledgers(Session session)
{
    /// <summary>The ledger named, else SERVANDA_LEDGER, else servanda.db beside the agreement.</summary>
    public string PathOf(string? named, string agreementFile)
    {
        var path = named ?? session.Variable("SERVANDA_LEDGER") ?? Path.Combine(Path.GetDirectoryName(agreementFile) is { Length: > 0 } folder ? folder : ".", Places.LedgerFileName);
        return path.StartsWith("postgres", StringComparison.Ordinal) && path.Contains("://", StringComparison.Ordinal)
            ? throw StopException.Refused("A ledger in PostgreSQL is not supported by this version.", "Name a file: --ledger servanda.db")
            : path;
    }

    /// <summary>The ledger at a path that is there.</summary>
    public SqliteLedger Open(string path, string agreement)
    {
        var ledger = Opened(SqliteLedger.Open(path, session.Clock));
        if (ledger.Agreement == agreement)
        {
            return ledger;
        }
        var other = ledger.Agreement;
        ledger.Dispose();
        throw StopException.Refused($"{path} is the ledger of {other}, not of {agreement}.", "Name the ledger of this agreement with --ledger.");
    }

    /// <summary>The ledger at a path, started where there is none.</summary>
    public SqliteLedger OpenOrStart(string path, string agreement) => Opened(SqliteLedger.OpenOrCreate(path, agreement, session.Clock));

    /// <summary>What a ledger says, as claims and links.</summary>
    public static LedgerView View(SqliteLedger ledger)
    {
        try
        {
            return LedgerView.Of(ledger.Read());
        }
        catch (LedgerFaultException fault)
        {
            throw Refused(fault.Refusal);
        }
    }

    /// <exception cref="StopException">The ledger refused it.</exception>
    public static Outcome Recorded(SqliteLedger ledger, Draft draft)
    {
        try
        {
            var outcome = ledger.Append(draft);
            return outcome is Outcome.Refused refused ? throw Refused(refused.Refusal) : outcome;
        }
        catch (LedgerFaultException fault)
        {
            throw Refused(fault.Refusal);
        }
    }

    public static StopException Refused(Refusal refusal) => StopException.Refused(refusal.Message, refusal.Remedy);

    private static SqliteLedger Opened(Opening opening) => opening switch
    {
        Opening.Opened opened => opened.Ledger,
        Opening.Refused refused => throw Refused(refused.Refusal),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>The options of every verb that writes, and what they open.</summary>
internal sealed class LedgerOptions(Session session)
{
    private readonly Option<string?> agreement = CommonOptions.Agreement();
    private readonly Option<string?> ledger = CommonOptions.Ledger();

    public IEnumerable<Option> All => [agreement, ledger];

    public (Agreement Agreement, string AgreementFile, string Ledger) Named(ParseResult parse)
    {
        var file = new Places(session).AgreementFile(parse.GetValue(agreement));
        return (SituationOptions.AgreementOf(session, file), file, new Ledgers(session).PathOf(parse.GetValue(ledger), file));
    }
}
