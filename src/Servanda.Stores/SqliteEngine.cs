using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>One ledger in one SQLite file.</summary>
internal sealed class SqliteEngine(string path) : Engine(path)
{
    /// <summary>"SRVD": tells a ledger from any other SQLite file.</summary>
    public const int ApplicationId = 0x53525644;

    // SQLite's smallest page.
    private const int SmallestDatabase = 512;

    // Step n leads from format n to n + 1.
    private static readonly string[] Steps =
    [
        """
        create table head(
          ledger_id integer primary key, origin text not null, agreement text not null,
          size integer not null, last_t integer not null, vault blob) strict;
        create table author(
          ledger_id integer not null, author integer not null, name text not null,
          primary key(ledger_id, author), unique(ledger_id, name)) strict;
        create table entry(
          ledger_id integer not null, seq integer not null, event_id blob not null, author integer not null, author_seq integer not null,
          kind text not null, leaf_hash blob not null check(length(leaf_hash) = 32), leaf blob, recorded_at integer not null,
          primary key(ledger_id, seq), unique(ledger_id, event_id), unique(ledger_id, author, author_seq)) strict;
        create index entry_of_key on entry(ledger_id, seq) where kind in ('key-register', 'key-rotate', 'key-revoke');
        create table disclosure(
          ledger_id integer not null, seq integer not null, path text not null, sealed blob not null,
          primary key(ledger_id, seq, path), foreign key(ledger_id, seq) references entry(ledger_id, seq)) strict;
        create table claim(
          ledger_id integer not null, claim blob not null, seq integer not null,
          primary key(ledger_id, claim), foreign key(ledger_id, seq) references entry(ledger_id, seq)) strict, without rowid;
        create table document(
          ledger_id integer not null, hash blob not null check(length(hash) = 32), media_type text not null, seq integer not null, content blob not null,
          primary key(ledger_id, hash), foreign key(ledger_id, seq) references entry(ledger_id, seq)) strict;

        create trigger entry_is_not_changed before update on entry begin select raise(abort, 'entries are never changed'); end;
        create trigger entry_is_not_deleted before delete on entry begin select raise(abort, 'entries are never deleted'); end;
        -- "insert or replace" deletes without asking the trigger above: so an insert must be next in line and new.
        create trigger entry_is_next before insert on entry
          when new.seq <> (select coalesce(max(seq) + 1, 0) from entry where ledger_id = new.ledger_id)
            or exists (select 1 from entry where ledger_id = new.ledger_id and event_id = new.event_id)
            or exists (select 1 from entry where ledger_id = new.ledger_id and author = new.author and author_seq = new.author_seq)
          begin select raise(abort, 'entries are only appended'); end;
        create trigger head_only_grows before update on head
          when new.size < old.size or new.last_t < old.last_t or new.origin <> old.origin or new.ledger_id <> old.ledger_id
          begin select raise(abort, 'a ledger only grows'); end;
        create trigger head_is_not_deleted before delete on head begin select raise(abort, 'a ledger only grows'); end;
        create trigger document_is_not_changed before update on document begin select raise(abort, 'documents are kept byte for byte'); end;
        """,
        """
        alter table head add column root blob check(length(root) = 32);
        alter table head add column peaks blob;
        create table tile(
          ledger_id integer not null, level integer not null, n integer not null, data blob not null check(length(data) <= 8192),
          primary key(ledger_id, level, n)) strict;
        create table checkpoint(
          ledger_id integer not null, size integer not null, note text not null,
          primary key(ledger_id, size)) strict;
        create trigger tile_is_not_cut before update on tile
          when length(new.data) < length(old.data) or substr(new.data, 1, length(old.data)) <> old.data
          begin select raise(abort, 'tiles only grow'); end;
        create trigger tile_is_not_deleted before delete on tile begin select raise(abort, 'tiles only grow'); end;
        create trigger checkpoint_is_not_deleted before delete on checkpoint begin select raise(abort, 'checkpoints are kept'); end;
        """,
    ];

    public static int Newest => Steps.Length;

    public override string ForUpdate => "";

    public override Refusal? Absent(bool mayBeNew) => !File.Exists(Place) ? mayBeNew ? null : new Refusal.NotFound(Place) : TooShort(mayBeNew);

    public override DbConnection Connect(bool create)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Place,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = PatienceMilliseconds / 1000,
        }.ToString());
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            // SQLite's own waiting backs off in steps from a millisecond.
            // FULL: what was acknowledged survives a power cut. secure_delete: what is erased is gone from the file.
            pragmas.CommandText = $"pragma busy_timeout = {PatienceMilliseconds}; pragma synchronous = full; pragma secure_delete = on; pragma foreign_keys = on; pragma trusted_schema = off; pragma journal_mode = wal";
            pragmas.ExecuteNonQuery();
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
        using (var transaction = ((SqliteConnection)database.Connection).BeginTransaction(deferred: Format(database) == Newest))
        {
            var fresh = Format(database) == 0 && database.Number("select count(*) from sqlite_schema") == 0;
            if (fresh && create is not null)
            {
                database.Run($"pragma application_id = {ApplicationId}");
                if (Migrate(database) is { } refusal)
                {
                    return refusal;
                }
                database.Run("insert into head(ledger_id, origin, agreement, size, last_t, root, peaks) values (1, @origin, @agreement, 0, 0, @root, @peaks)",
                    ("@origin", create.Origin), ("@agreement", create.Agreement), ("@root", new CompactRange().Root.ToArray()), ("@peaks", Array.Empty<byte>()));
            }
            else if ((ProblemWith(database) ?? Migrate(database)) is { } problem)
            {
                return problem;
            }
            transaction.Commit();
        }
        database.Ledger = 1;
        return CutShort(database);
    }

    public override DbTransaction BeginAppend(DbConnection connection) =>
        // Immediate: the head is read under the write lock, so nobody can append in between.
        ((SqliteConnection)connection).BeginTransaction(deferred: false);

    public override DbTransaction BeginRead(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override Dictionary<string, long> Find(Database database, string table, string column, IReadOnlyCollection<byte[]> keys)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        using var command = database.Command($"select seq from {table} where ledger_id = @ledger and {column} = @key", ("@key", null));
        foreach (var key in keys)
        {
            command.Parameters["@key"].Value = key;
            if (command.ExecuteScalar() is long seq)
            {
                found[Convert.ToHexString(key)] = seq;
            }
        }
        return found;
    }

    public override void Insert(Database database, IReadOnlyList<EntryRow> entries, IReadOnlyList<DisclosureRow> disclosures, IReadOnlyList<(byte[] Claim, long Seq)> claims)
    {
        using (var insert = database.Command(
            $"insert into entry(ledger_id, {EntryRow.Columns}) values (@ledger, @seq, @id, @author, @author_seq, @kind, @hash, @leaf, @t)",
            ("@seq", 0L), ("@id", null), ("@author", 0L), ("@author_seq", 0L), ("@kind", ""), ("@hash", null), ("@leaf", null), ("@t", 0L)))
        {
            foreach (var row in entries)
            {
                Run(insert, row.Seq, row.IdBytes, row.Author, row.AuthorSeq, row.Kind, row.Hash, row.Leaf!, row.Recorded);
            }
        }
        using (var insert = database.Command("insert into disclosure(ledger_id, seq, path, sealed) values (@ledger, @seq, @path, @sealed)", ("@seq", 0L), ("@path", ""), ("@sealed", null)))
        {
            foreach (var row in disclosures)
            {
                Run(insert, row.Seq, row.Path, row.Sealed);
            }
        }
        using (var insert = database.Command("insert into claim(ledger_id, claim, seq) values (@ledger, @claim, @seq) on conflict do update set seq = @seq", ("@claim", null), ("@seq", 0L)))
        {
            foreach (var (claim, seq) in claims)
            {
                Run(insert, claim, seq);
            }
        }
    }

    /// <summary>Where a page or an index is torn, queries may pass over entries in silence.</summary>
    public override string? SelfCheck(Database database) =>
        database.Text("pragma integrity_check(1)") is { } answer and not "ok" ? answer.ReplaceLineEndings(" ") : null;

    public override string VaultFile(ServandaHome home, string origin) => VaultBeside;

    // secure_delete has put zeros over it in its page; the pages as they were are left in the write-ahead log until that is cut.
    public override void Scour(Database database)
    {
        if (database.Number("pragma wal_checkpoint(truncate)") != 0)
        {
            throw new LedgerFaultException(new Refusal.NotScoured(Place));
        }
    }

    public override Refusal Problem(Exception fault) => (fault as SqliteException)?.SqliteErrorCode switch
    {
        5 or 6 => new Refusal.Busy(Place),
        14 => new Refusal.NotALedger(Place, "it cannot be opened"),
        26 when File.Exists(VaultBeside) => new Refusal.Damaged(Place, null, "it is no database any more"),
        26 => new Refusal.NotALedger(Place, "it is no database"),
        11 => new Refusal.Damaged(Place, null, "the database is malformed or cut short"),
        13 => new Refusal.NoRoom(Place),
        10 => new Refusal.NoRoom(Place, "the disk refused to read or write"),
        8 => new Refusal.NotALedger(Place, "it may only be read here"),
        _ => new Refusal.Damaged(Place, null, fault.Message),
    };

    private string VaultBeside => Place + Vault.FileEnding;

    private static int Format(Database database) => (int)database.Number("pragma user_version");

    private static Refusal? Migrate(Database database)
    {
        for (var format = Format(database); format < Newest; format++)
        {
            database.Run(Steps[format]);
            if (format == 1 && Tables.GrowTree(database) is { } refusal)
            {
                return refusal;
            }
            database.Run($"pragma user_version = {format + 1}");
        }
        return null;
    }

    /// <summary>Why an existing file cannot be used; null when it can.</summary>
    private Refusal? ProblemWith(Database database)
    {
        var format = Format(database);
        if (database.Number("pragma application_id") != ApplicationId)
        {
            return new Refusal.NotALedger(Place, "it is a database of another program");
        }
        return format > Newest ? new Refusal.NewerLedger(Place, format, Newest) : null;
    }

    /// <summary>
    /// What SQLite may take for a new database though it is the rest of a ledger. The vault key is made with the
    /// first entry: beside an empty file it shows that a ledger stood there.
    /// </summary>
    private Refusal? TooShort(bool mayBeNew) => new FileInfo(Place).Length switch
    {
        < SmallestDatabase when File.Exists(VaultBeside) =>
            new Refusal.Damaged(Place, null, "the file is empty or all but empty, and the key file beside it shows that a ledger stood there"),
        0 => mayBeNew ? null : new Refusal.NotALedger(Place, "the file is empty"),
        < SmallestDatabase => new Refusal.NotALedger(Place, "it is too short for a database"),
        _ => null,
    };

    /// <summary>
    /// SQLite misses a last page that is cut within, and reads zeros for it. Only asked while the write-ahead log is empty,
    /// since it may hold the rest. The file is never opened beside SQLite: closing it would drop the locks of every
    /// connection this process has on it.
    /// </summary>
    private Refusal.Damaged? CutShort(Database database)
    {
        var length = database.Number("pragma page_count") * database.Number("pragma page_size");
        return new FileInfo(Place + "-wal") is not { Exists: true, Length: > 0 } && new FileInfo(Place).Length < length
            ? new Refusal.Damaged(Place, null, "the file is cut short") : null;
    }

    private static void Run(DbCommand command, params ReadOnlySpan<object> values)
    {
        // The first parameter is the ledger.
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i + 1].Value = values[i];
        }
        command.ExecuteNonQuery();
    }
}
