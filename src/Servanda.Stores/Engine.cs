using System.Data;
using System.Data.Common;
using Servanda.Ledger;

namespace Servanda.Stores;

/// <summary>The agreement whose ledger is to be opened or started, and the name it is to have.</summary>
internal sealed record Wanted(string Agreement, string Origin);

/// <summary>What each database does in its own way. Every other statement is the same on all of them.</summary>
internal abstract class Engine(string place)
{
    /// <summary>How long one writer waits for another; a transaction takes milliseconds.</summary>
    protected const int PatienceMilliseconds = 30_000;

    /// <summary>Where the ledger is, for people to read: without a password.</summary>
    public string Place => place;

    /// <summary>The database of a path, or of an address such as <c>postgres://user@host/database</c>.</summary>
    public static Engine Of(string place) => PostgresAddress.Is(place) ? new PostgresEngine(place) : new SqliteEngine(place);

    /// <summary>What is appended to the reading of the head, so that nobody else reads it until this transaction ends.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Why the place cannot be opened at all; null when it can be tried.</summary>
    public abstract Refusal? Absent(bool mayBeNew);

    public abstract DbConnection Connect(bool create);

    /// <summary>Leads the tables to the newest format, starts the ledger where that is wanted, and finds its number.</summary>
    /// <param name="agreement">Which ledger is meant where there are several; null where there is only one.</param>
    public abstract Refusal? Prepare(Database database, Wanted? create, string? agreement);

    public abstract DbTransaction BeginAppend(DbConnection connection);

    public abstract DbTransaction BeginRead(DbConnection connection);

    /// <summary>The places of those keys that are on the record.</summary>
    /// <param name="column">Of the table <paramref name="table"/>: the key.</param>
    public abstract Dictionary<string, long> Find(Database database, string table, string column, IReadOnlyCollection<byte[]> keys);

    public abstract void Insert(Database database, IReadOnlyList<EntryRow> entries, IReadOnlyList<DisclosureRow> disclosures, IReadOnlyList<(byte[] Claim, long Seq)> claims);

    /// <summary>The database's own check of itself, where it has one; null when it finds nothing.</summary>
    public abstract string? SelfCheck(Database database);

    /// <summary>Where the key of what is sealed is kept.</summary>
    public abstract string VaultFile(ServandaHome home, string origin);

    /// <summary>Makes sure that what was deleted is in no free page and no log of the database.</summary>
    public abstract void Scour(Database database);

    /// <summary>What the database says of itself, or a column that holds what its table does not allow: the page under it is torn.</summary>
    public static bool IsOfTheStore(Exception fault) => fault is DbException or InvalidCastException or InvalidOperationException or TimeoutException;

    public abstract Refusal Problem(Exception fault);
}
