using Microsoft.Data.Sqlite;
using NodaTime;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>What a ledger is opened with.</summary>
public sealed record LedgerSettings
{
    public required IClock Clock { get; init; }

    /// <summary>Where the signing key is, or is made on first use.</summary>
    public ServandaHome Home { get; init; } = ServandaHome.Default;

    /// <summary>A signing key in place of the one of <see cref="Home"/>.</summary>
    public AuthorKey? Author { get; init; }

    /// <summary>Sixteen random bytes for each commitment.</summary>
    public Func<byte[]> Salt { get; init; } = () => System.Security.Cryptography.RandomNumberGenerator.GetBytes(Disclosure.SaltLength);

    /// <summary>The id of an entry whose author gave it none: UUIDv7, which keeps the index of ids in order.</summary>
    public Func<Instant, Guid> NewId { get; init; } = now => Guid.CreateVersion7(now.ToDateTimeOffset());
}

/// <summary>An opened ledger, or why there is none.</summary>
public abstract record Opening
{
    private Opening() { }

    public sealed record Opened(SqliteLedger Ledger) : Opening;

    public sealed record Refused(Refusal Refusal) : Opening;

    /// <exception cref="LedgerFaultException">It was refused.</exception>
    public SqliteLedger OrThrow() => this switch
    {
        Opened o => o.Ledger,
        Refused r => throw new LedgerFaultException(r.Refusal),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>What became of an import, row by row, and of the entry that signs for the rows; null when none was new.</summary>
public sealed record Imported(IReadOnlyList<Outcome> Rows, Outcome? Batch);

/// <summary>A document taken in: its name in sources, <c>sha256:hex</c>, and what became of its entry.</summary>
public sealed record Filed(string Hash, Outcome Outcome);

/// <summary>A document as it was filed, byte for byte.</summary>
public sealed record StoredDocument(string Hash, string MediaType, ReadOnlyMemory<byte> Content);

/// <summary>
/// One agreement's ledger in one SQLite file. Entries are sequenced by one writer at a time, whichever process it is in,
/// and are durable when their outcome is returned. Safe to use from several threads.
/// </summary>
public sealed class SqliteLedger : IDisposable
{
    // How long one writer waits for another; a transaction takes milliseconds.
    private const int PatienceMilliseconds = 30_000;

    // SQLite's smallest page.
    private const int SmallestDatabase = 512;

    private readonly Lock _gate = new();
    private readonly LedgerSettings _settings;
    private readonly SqliteConnection _connection;
    private AuthorKey? _author;
    private Vault? _vault;

    private SqliteLedger(string path, LedgerSettings settings, SqliteConnection connection, string origin, string agreement)
    {
        (Path, _settings, _connection, Origin, Agreement) = (path, settings, connection, origin, agreement);
        _author = settings.Author;
    }

    public string Path { get; }

    /// <summary>The ledger's name in every entry.</summary>
    public string Origin { get; }

    /// <summary>The id of the agreement whose ledger it is.</summary>
    public string Agreement { get; }

    /// <summary>How many entries there are.</summary>
    public long Size
    {
        get
        {
            lock (_gate)
            {
                return Guarded(() => _connection.Number("select size from head"));
            }
        }
    }

    public static string DefaultOrigin(string agreement) => $"servanda.local/{agreement}";

    public static Opening Open(string path, IClock clock) => Open(path, new LedgerSettings { Clock = clock });

    /// <summary>Opens a ledger that is there; changes nothing but an older format.</summary>
    public static Opening Open(string path, LedgerSettings settings) =>
        !File.Exists(path) ? new Opening.Refused(new Refusal.NotFound(path))
        : TooShort(path, mayBeNew: false) is { } refusal ? new Opening.Refused(refusal)
        : Connected(path, settings, create: null);

    public static Opening OpenOrCreate(string path, string agreement, IClock clock) =>
        OpenOrCreate(path, agreement, new LedgerSettings { Clock = clock });

    /// <summary>Opens the agreement's ledger, or starts it where there is no file.</summary>
    /// <param name="origin">The name of a new ledger; by default <c>servanda.local/</c> and the agreement's id.</param>
    public static Opening OpenOrCreate(string path, string agreement, LedgerSettings settings, string? origin = null)
    {
        var wanted = origin ?? DefaultOrigin(agreement);
        if (!VerifierKey.IsName(wanted))
        {
            throw new ArgumentException($"An origin is a URL without scheme, space or plus: \"{wanted}\".", nameof(origin));
        }
        return TooShort(path, mayBeNew: true) is { } refusal ? new Opening.Refused(refusal) : Connected(path, settings, (agreement, wanted));
    }

    /// <summary>Puts drafts on the record in one transaction: those that are refused are left out, the others are durable on return.</summary>
    /// <exception cref="LedgerFaultException">The ledger is damaged, its vault key is gone, or it stayed busy: nothing was recorded.</exception>
    public IReadOnlyList<Outcome> Append(IReadOnlyList<Draft> drafts)
    {
        var prepared = drafts.Select(Prepare).ToList();
        return Write(sequencer => prepared.ConvertAll(draft => sequencer.Append(draft)));
    }

    public Outcome Append(Draft draft) => Append([draft])[0];

    /// <summary>Puts the rows of an import on the record under one signature, that of a batch entry behind them.</summary>
    /// <param name="format">What was imported: acled, odk, claims and so on.</param>
    /// <param name="file">The imported file, <c>sha256:hex</c>.</param>
    public Imported Import(IReadOnlyList<Draft> rows, string format, string? file = null)
    {
        var prepared = rows.Select(Prepare).ToList();
        return Write(sequencer =>
        {
            var outcomes = sequencer.AppendUnsigned(prepared, out var first, out var leaves);
            var batch = leaves.Count == 0 ? null
                : sequencer.Append(Prepare(new Payload.ImportBatch(format, file, first, leaves.Count, MerkleTree.Root(leaves)), id: null));
            return new Imported(outcomes, batch);
        });
    }

    /// <summary>Takes a document in, byte for byte. The same bytes are filed once.</summary>
    public Filed AddDocument(ReadOnlyMemory<byte> content, string mediaType, string? outlet, Visibility? visibility = null)
    {
        var hash = Digest.Of(content.Span);
        var name = DocumentName(hash);
        var draft = Prepare(new Payload.Document(name, mediaType, content.Length, outlet) { Visibility = visibility ?? Visibility.Public }, id: null);
        return new Filed(name, Write(sequencer => sequencer.AppendDocument(draft, hash, mediaType, content.ToArray())));
    }

    /// <summary>The document of this name, <c>sha256:hex</c>; null when the ledger does not hold it.</summary>
    public StoredDocument? Document(string hash)
    {
        lock (_gate)
        {
            return Guarded(() => Sequencer.Document(_connection, Path, hash));
        }
    }

    /// <summary>The entries from a place on, streamed from one moment's state. Each is checked against its hash as it is read.</summary>
    /// <exception cref="LedgerFaultException">Damage, named by its entry.</exception>
    public IEnumerable<EntryRecord> Read(long from = 0)
    {
        using var reader = Guarded(() => new EntryReader(Connect(Path, create: false), Path, from));
        while (Guarded(reader.Next) is { } entry)
        {
            yield return entry;
        }
    }

    /// <summary>Checks every entry, signature and author chain from the bytes, then the file's own columns against them.</summary>
    public Audit Audit()
    {
        try
        {
            return Guarded(() =>
            {
                using var connection = Connect(Path, create: false);
                return SqliteAudit.Of(connection, Path, Origin);
            });
        }
        catch (LedgerFaultException fault)
        {
            return new Audit.Broken(null, fault.Refusal);
        }
    }

    public void Dispose() => _connection.Dispose();

    internal static string DocumentName(Digest hash) => $"sha256:{hash.ToHex()}";

    private static Prepared Prepare(Draft draft) => Prepare(draft.Payload, draft.Id);

    private static Prepared Prepare(Payload payload, Guid? id) => Prepared.Of(payload, id);

    private T Write<T>(Func<Sequencer, T> work)
    {
        lock (_gate)
        {
            _author ??= AuthorKey.Of(_settings.Home);
            return Guarded(() =>
            {
                // Immediate: the head is read under the write lock, so nobody can append in between.
                using var transaction = _connection.BeginTransaction(deferred: false);
                using var sequencer = new Sequencer(_connection, Path, _settings, _author, _vault);
                var result = work(sequencer);
                sequencer.MoveHead();
                transaction.Commit();
                _vault = sequencer.VaultInUse;
                return result;
            });
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (IsOfTheFile(fault))
        {
            throw new LedgerFaultException(Problem(fault, Path), fault);
        }
    }

    private static Opening Connected(string path, LedgerSettings settings, (string Agreement, string Origin)? create)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path, create is not null);
            if (Prepare(connection, path, settings, create) is { } refusal)
            {
                connection.Dispose();
                return new Opening.Refused(refusal);
            }
            using var head = connection.Command("select origin, agreement from head").ExecuteReader();
            head.Read();
            return new Opening.Opened(new SqliteLedger(path, settings, connection, head.GetString(0), head.GetString(1)));
        }
        catch (Exception fault) when (IsOfTheFile(fault))
        {
            connection?.Dispose();
            return new Opening.Refused(Problem(fault, path));
        }
    }

    private static Refusal? Prepare(SqliteConnection connection, string path, LedgerSettings settings, (string Agreement, string Origin)? create)
    {
        using (var transaction = connection.BeginTransaction(deferred: SqliteSchema.Format(connection) == SqliteSchema.Newest))
        {
            var fresh = SqliteSchema.Format(connection) == 0 && connection.Number("select count(*) from sqlite_schema") == 0;
            if (fresh && create is { } wanted)
            {
                connection.Run($"pragma application_id = {SqliteSchema.ApplicationId}");
                SqliteSchema.Migrate(connection);
                connection.Run("insert into head(ledger_id, origin, agreement, size, last_t) values (1, $origin, $agreement, 0, 0)", ("$origin", wanted.Origin), ("$agreement", wanted.Agreement));
            }
            else if (SqliteSchema.ProblemWith(connection, path) is { } problem)
            {
                return problem;
            }
            else
            {
                SqliteSchema.Migrate(connection);
            }
            transaction.Commit();
        }
        if (create is { } expected && Text(connection, "select origin from head") is var origin && origin != expected.Origin)
        {
            return new Refusal.OtherLedger(path, origin, expected.Origin);
        }
        return CutShort(connection, path) ?? LastEntryDiffers(connection, path);
    }

    /// <summary>A file that was cut short or half restored shows at its end; all else is for the audit.</summary>
    private static Refusal.Damaged? LastEntryDiffers(SqliteConnection connection, string path)
    {
        using var command = connection.Command("select h.size, e.seq, e.leaf, e.leaf_hash from head h left join entry e on e.ledger_id = h.ledger_id and e.seq = h.size - 1");
        using var row = command.ExecuteReader();
        if (!row.Read())
        {
            return new Refusal.Damaged(path, null, "it has no head");
        }
        var size = row.GetInt64(0);
        if (size == 0)
        {
            return null;
        }
        return row.IsDBNull(1) || row.IsDBNull(2) ? new Refusal.Damaged(path, size - 1, "it is missing")
            : Digest.OfLeaf((byte[])row[2]).ToArray().AsSpan().SequenceEqual((byte[])row[3]) ? null
            : new Refusal.Damaged(path, size - 1, "its bytes are not those that were hashed");
    }

    private static string Text(SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        return command.ExecuteScalar() as string ?? "";
    }

    private static SqliteConnection Connect(string path, bool create)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = PatienceMilliseconds / 1000,
        }.ToString());
        try
        {
            connection.Open();
            // SQLite's own waiting backs off in steps from a millisecond.
            connection.Run($"pragma busy_timeout = {PatienceMilliseconds}");
            // FULL: what was acknowledged survives a power cut. secure_delete: what is erased is gone from the file.
            connection.Run("pragma synchronous = full; pragma secure_delete = on; pragma foreign_keys = on; pragma trusted_schema = off");
            connection.Run("pragma journal_mode = wal");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What SQLite would take for a new database though it may be the rest of a ledger. The vault key is made with the
    /// first entry: beside an empty file it shows that a ledger stood there.
    /// </summary>
    private static Refusal? TooShort(string path, bool mayBeNew) => !File.Exists(path) ? null : new FileInfo(path).Length switch
    {
        < SmallestDatabase when File.Exists(Vault.PathBeside(path)) =>
            new Refusal.Damaged(path, null, "the file is empty or all but empty, and the key file beside it shows that a ledger stood there"),
        0 => mayBeNew ? null : new Refusal.NotALedger(path, "the file is empty"),
        < SmallestDatabase => new Refusal.NotALedger(path, "it is too short for a database"),
        _ => null,
    };

    /// <summary>
    /// SQLite misses a last page that is cut within, and reads zeros for it. Only asked while the write-ahead log is empty,
    /// since it may hold the rest. The file is never opened beside SQLite: closing it would drop the locks of every
    /// connection this process has on it.
    /// </summary>
    private static Refusal.Damaged? CutShort(SqliteConnection connection, string path)
    {
        var length = connection.Number("pragma page_count") * connection.Number("pragma page_size");
        return new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 } && new FileInfo(path).Length < length
            ? new Refusal.Damaged(path, null, "the file is cut short") : null;
    }

    /// <summary>What SQLite says of a file, or a column that holds what its table does not allow: the page under it is torn.</summary>
    private static bool IsOfTheFile(Exception fault) => fault is SqliteException or InvalidCastException or InvalidOperationException;

    private static Refusal Problem(Exception fault, string path) => (fault as SqliteException)?.SqliteErrorCode switch
    {
        5 or 6 => new Refusal.Busy(path),
        14 => new Refusal.NotALedger(path, "it cannot be opened"),
        26 when File.Exists(Vault.PathBeside(path)) => new Refusal.Damaged(path, null, "it is no database any more"),
        26 => new Refusal.NotALedger(path, "it is no database"),
        11 => new Refusal.Damaged(path, null, "the database is malformed or cut short"),
        8 => new Refusal.NotALedger(path, "it may only be read here"),
        _ => new Refusal.Damaged(path, null, fault.Message),
    };
}
