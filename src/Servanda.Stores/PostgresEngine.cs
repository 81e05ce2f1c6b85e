using System.Data;
using System.Data.Common;
using Npgsql;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>
/// Ledgers in a PostgreSQL database, as many as there are agreements, told apart by <c>ledger_id</c>. Every table has it
/// first in its key, every statement names it, and there are no triggers, sequences or keys without it: so that the
/// tables can be distributed over machines by Citus as they are.
/// </summary>
internal sealed class PostgresEngine(string address) : Engine(PostgresAddress.Shown(address))
{
    private const string Schema = "servanda";

    // One step at a time may lead the tables to a newer format, whichever process it is in.
    private const long SchemaLock = 0x53525644;

    private static readonly string[] Steps =
    [
        // Format 1 was only ever a file.
        "",
        """
        create table head(
          ledger_id bigint primary key, origin text not null, agreement text not null,
          size bigint not null, last_t bigint not null, vault bytea, root bytea not null check(length(root) = 32), peaks bytea not null);
        create table author(
          ledger_id bigint not null, author bigint not null, name text not null,
          primary key(ledger_id, author), unique(ledger_id, name));
        create table entry(
          ledger_id bigint not null, seq bigint not null, event_id bytea not null, author bigint not null, author_seq bigint not null,
          kind text not null, leaf_hash bytea not null check(length(leaf_hash) = 32), leaf bytea, recorded_at bigint not null,
          primary key(ledger_id, seq), unique(ledger_id, event_id), unique(ledger_id, author, author_seq));
        create index entry_of_key on entry(ledger_id, seq) where kind in ('key-register', 'key-rotate', 'key-revoke');
        create table disclosure(
          ledger_id bigint not null, seq bigint not null, path text not null, sealed bytea not null, primary key(ledger_id, seq, path));
        create table claim(
          ledger_id bigint not null, claim bytea not null, seq bigint not null, primary key(ledger_id, claim));
        create table document(
          ledger_id bigint not null, hash bytea not null check(length(hash) = 32), media_type text not null, seq bigint not null, content bytea not null,
          primary key(ledger_id, hash));
        create table tile(
          ledger_id bigint not null, level bigint not null, n bigint not null, data bytea not null check(length(data) <= 8192),
          primary key(ledger_id, level, n));
        create table checkpoint(
          ledger_id bigint not null, size bigint not null, note text not null, primary key(ledger_id, size));
        -- Hashes and sealed values do not compress, and leaves are read whole.
        alter table entry alter column leaf_hash set storage plain;
        alter table tile alter column data set storage external;
        """,
    ];

    /// <summary>What each table is distributed by, when it is.</summary>
    internal const string DistributedBy = "ledger_id";

    public override string ForUpdate => " for update";

    public override Refusal? Absent(bool mayBeNew) => Settings() is null
        ? new Refusal.StoreUnreachable(Place, "it is no address of a database") : null;

    public override DbConnection Connect(bool create)
    {
        var connection = new NpgsqlConnection(Settings()!.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override Refusal? Prepare(Database database, Wanted? create, string? agreement)
    {
        if (Format(database) < Steps.Length)
        {
            if (create is null && Format(database) == 0)
            {
                return new Refusal.NotFound(Place);
            }
            using var transaction = database.Connection.BeginTransaction();
            database.Run($"select pg_advisory_xact_lock({SchemaLock})");
            database.Run($"create schema if not exists {Schema}; create table if not exists format(format bigint primary key)");
            for (var format = Math.Max(1, Format(database)); format < Steps.Length; format++)
            {
                database.Run(Steps[format]);
                database.Run("insert into format(format) values (@format)", ("@format", format + 1L));
            }
            transaction.Commit();
        }
        if (Format(database) is var found && found > Steps.Length)
        {
            return new Refusal.NewerLedger(Place, found, Steps.Length);
        }
        var named = create?.Agreement ?? agreement;
        if (Ledgers(database, named) is [var only])
        {
            database.Ledger = only;
            return null;
        }
        if (create is null)
        {
            return Ledgers(database, named).Count == 0 ? new Refusal.NotFound(Place) : new Refusal.SeveralLedgers(Place);
        }
        using (var transaction = database.Connection.BeginTransaction())
        {
            database.Run($"select pg_advisory_xact_lock({SchemaLock})");
            if (Ledgers(database, named).Count == 0)
            {
                database.Run("insert into head(ledger_id, origin, agreement, size, last_t, root, peaks) select coalesce(max(ledger_id), 0) + 1, @origin, @agreement, 0, 0, @root, @peaks from head",
                    ("@origin", create.Origin), ("@agreement", create.Agreement), ("@root", new CompactRange().Root.ToArray()), ("@peaks", Array.Empty<byte>()));
            }
            transaction.Commit();
        }
        database.Ledger = Ledgers(database, named)[0];
        return null;
    }

    // Read committed: what is read after the head's row is locked is what the last writer left.
    public override DbTransaction BeginAppend(DbConnection connection) => connection.BeginTransaction(IsolationLevel.ReadCommitted);

    public override DbTransaction BeginRead(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override Dictionary<string, long> Find(Database database, string table, string column, IReadOnlyCollection<byte[]> keys) => keys.Count == 0
        ? new(StringComparer.Ordinal)
        : database.Rows($"select {column}, seq from {table} where ledger_id = @ledger and {column} = any(@keys)", row => (Key: (byte[])row[0], Seq: row.GetInt64(1)), ("@keys", keys.ToArray()))
            .ToDictionary(row => Convert.ToHexString(row.Key), row => row.Seq, StringComparer.Ordinal);

    public override void Insert(Database database, IReadOnlyList<EntryRow> entries, IReadOnlyList<DisclosureRow> disclosures, IReadOnlyList<(byte[] Claim, long Seq)> claims)
    {
        if (entries.Count > 0)
        {
            database.Run(
                $"insert into entry(ledger_id, {EntryRow.Columns}) select @ledger, * from unnest(@seq, @id, @author, @author_seq, @kind, @hash, @leaf, @t)",
                ("@seq", Column(entries, row => row.Seq)), ("@id", Column(entries, row => row.IdBytes)), ("@author", Column(entries, row => row.Author)), ("@author_seq", Column(entries, row => row.AuthorSeq)),
                ("@kind", Column(entries, row => row.Kind)), ("@hash", Column(entries, row => row.Hash)), ("@leaf", Column(entries, row => row.Leaf!)), ("@t", Column(entries, row => row.Recorded)));
        }
        if (disclosures.Count > 0)
        {
            database.Run("insert into disclosure(ledger_id, seq, path, sealed) select @ledger, * from unnest(@seq, @path, @sealed)",
                ("@seq", Column(disclosures, row => row.Seq)), ("@path", Column(disclosures, row => row.Path)), ("@sealed", Column(disclosures, row => row.Sealed)));
        }
        if (claims.Count > 0)
        {
            database.Run("insert into claim(ledger_id, claim, seq) select @ledger, * from unnest(@claim, @seq) on conflict (ledger_id, claim) do update set seq = excluded.seq",
                ("@claim", Column(claims, row => row.Claim)), ("@seq", Column(claims, row => row.Seq)));
        }
    }

    public override string? SelfCheck(Database database) => null;

    public override string VaultFile(ServandaHome home, string origin) => home.File(Path.Combine("vaults", origin.Replace('/', '_') + Vault.FileEnding));

    // Full: the tables are written anew, without what was deleted. The server's own log keeps it until that is recycled.
    public override void Scour(Database database)
    {
        database.Run("vacuum full disclosure");
        database.Run("vacuum full document");
    }

    public override Refusal Problem(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => new Refusal.Busy(Place),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new Refusal.NoRoom(Place),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e => new Refusal.StoreUnreachable(Place, e.MessageText),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.UniqueViolation } e => new Refusal.Damaged(Place, null, e.MessageText),
        PostgresException e => new Refusal.StoreUnreachable(Place, e.MessageText),
        NpgsqlException e => new Refusal.StoreUnreachable(Place, (e.InnerException ?? e).Message),
        _ => new Refusal.Damaged(Place, null, fault.Message),
    };

    private NpgsqlConnectionStringBuilder? Settings()
    {
        if (PostgresAddress.Read(address) is not { } settings)
        {
            return null;
        }
        settings.SearchPath = Schema;
        settings.ApplicationName = Schema;
        settings.IncludeErrorDetail = false;
        settings.Options = $"-c lock_timeout={PatienceMilliseconds} -c client_min_messages=warning -c synchronous_commit=on";
        return settings;
    }

    private static int Format(Database database) =>
        database.NumberOrNone($"select 1 from information_schema.tables where table_schema = '{Schema}' and table_name = 'format'") is null
            ? 0 : (int)database.Number("select coalesce(max(format), 0) from format");

    private static List<long> Ledgers(Database database, string? agreement) => agreement is null
        ? database.Rows("select ledger_id from head", row => row.GetInt64(0))
        : database.Rows("select ledger_id from head where agreement = @agreement", row => row.GetInt64(0), ("@agreement", agreement));

    private static TOut[] Column<T, TOut>(IReadOnlyList<T> rows, Func<T, TOut> of)
    {
        var column = new TOut[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = of(rows[i]);
        }
        return column;
    }
}
