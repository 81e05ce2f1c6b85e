using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>What a ledger is opened with.</summary>
public sealed record LedgerSettings
{
    public required IClock Clock { get; init; }

    /// <summary>Where the signing keys are, or are made on first use.</summary>
    public ServandaHome Home { get; init; } = ServandaHome.Default;

    /// <summary>A signing key in place of the one of <see cref="Home"/>.</summary>
    public SigningKey? Author { get; init; }

    /// <summary>Sixteen random bytes for each commitment.</summary>
    public Func<byte[]> Salt { get; init; } = () => System.Security.Cryptography.RandomNumberGenerator.GetBytes(Disclosure.SaltLength);

    /// <summary>The id of an entry whose author gave it none: UUIDv7, which keeps the index of ids in order.</summary>
    public Func<Instant, Guid> NewId { get; init; } = now => Guid.CreateVersion7(now.ToDateTimeOffset());
}

/// <summary>An opened ledger, or why there is none.</summary>
public abstract record Opening
{
    private Opening() { }

    public sealed record Opened(LedgerStore Ledger) : Opening;

    public sealed record Refused(Refusal Refusal) : Opening;

    /// <exception cref="LedgerFaultException">It was refused.</exception>
    public LedgerStore OrThrow() => this switch
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

/// <summary>
/// One agreement's ledger, in a SQLite file or a PostgreSQL database. Entries are sequenced by one writer at a time,
/// whichever process it is in, and are durable when their outcome is returned. Safe to use from several threads.
/// </summary>
public sealed partial class LedgerStore : IDisposable
{
    private const int ManyDrafts = 100;

    private readonly Lock _gate = new();
    private readonly LedgerSettings _settings;
    private readonly Engine _engine;
    private readonly Database _database;
    private SigningKey? _author;
    private Vault? _vault;

    private LedgerStore(Engine engine, LedgerSettings settings, Database database, string origin, string agreement)
    {
        (_engine, _settings, _database, Origin, Agreement) = (engine, settings, database, origin, agreement);
        _author = settings.Author;
    }

    /// <summary>Where it is, for people to read: a file, or an address without its password.</summary>
    public string Path => _engine.Place;

    /// <summary>The ledger's name in every entry.</summary>
    public string Origin { get; }

    /// <summary>The id of the agreement whose ledger it is.</summary>
    public string Agreement { get; }

    /// <summary>Where the key of what is sealed is kept.</summary>
    public string VaultFile => _database.VaultFile;

    /// <summary>How many entries there are.</summary>
    public long Size => Locked(() => _database.Number("select size from head where ledger_id = @ledger"));

    public static string DefaultOrigin(string agreement) => $"servanda.local/{agreement}";

    public static Opening Open(string place, IClock clock) => Open(place, new LedgerSettings { Clock = clock });

    /// <summary>Opens a ledger that is there; changes nothing but an older format.</summary>
    /// <param name="place">A file, or the address of a PostgreSQL database: <c>postgres://user@host/database</c>.</param>
    /// <param name="agreement">Which ledger is meant, where a database holds several.</param>
    public static Opening Open(string place, LedgerSettings settings, string? agreement = null) => Connected(Engine.Of(place), settings, create: null, agreement);

    /// <summary>Whether there is nothing at the place, not even damage: where a ledger can be begun.</summary>
    public static bool IsAbsent(string place, string agreement) => Open(place, NodaTime.SystemClock.Instance) is Opening.Refused { Refusal: Refusal.NotFound }
        || (!PostgresAddress.Is(place) && File.Exists(place) && new FileInfo(place).Length == 0 && Engine.Of(place).Absent(mayBeNew: true) is null);

    public static Opening OpenOrCreate(string place, string agreement, IClock clock) =>
        OpenOrCreate(place, agreement, new LedgerSettings { Clock = clock });

    /// <summary>Opens the agreement's ledger, or starts it where there is none.</summary>
    /// <param name="origin">The name of a new ledger; by default <c>servanda.local/</c> and the agreement's id.</param>
    public static Opening OpenOrCreate(string place, string agreement, LedgerSettings settings, string? origin = null)
    {
        var wanted = origin ?? DefaultOrigin(agreement);
        if (!VerifierKey.IsName(wanted))
        {
            throw new ArgumentException($"An origin is a URL without scheme, space or plus: \"{wanted}\".", nameof(origin));
        }
        return Connected(Engine.Of(place), settings, new Wanted(agreement, wanted), agreement);
    }

    /// <summary>Puts drafts on the record in one transaction: those that are refused are left out, the others are durable on return.</summary>
    /// <exception cref="LedgerFaultException">The ledger is damaged, its vault key is gone, or it stayed busy: nothing was recorded.</exception>
    public IReadOnlyList<Outcome> Append(IReadOnlyList<Draft> drafts)
    {
        var prepared = Prepare(drafts);
        return Write(sequencer => sequencer.Append(prepared));
    }

    public Outcome Append(Draft draft) => Append([draft])[0];

    /// <summary>Puts the rows of an import on the record under one signature, that of a batch entry behind them.</summary>
    /// <param name="format">What was imported: acled, odk, claims and so on.</param>
    /// <param name="file">The imported file, <c>sha256:hex</c>.</param>
    public Imported Import(IReadOnlyList<Draft> rows, string format, string? file = null)
    {
        var prepared = Prepare(rows);
        return Write(sequencer =>
        {
            var outcomes = sequencer.AppendUnsigned(prepared, out var first, out var leaves);
            var batch = leaves.Count == 0 ? null
                : sequencer.Append([Prepare(new Payload.ImportBatch(format, file, first, leaves.Count, MerkleTree.Root(leaves)), id: null)])[0];
            return new Imported(outcomes, batch);
        });
    }

    /// <summary>Takes a document in, byte for byte. The same bytes are filed once.</summary>
    /// <param name="published">The day that the document's own days are counted from; null where nobody gave one.</param>
    /// <param name="enteredBy">As typed; see <see cref="Payload.EnteredBy"/>.</param>
    public Filed AddDocument(ReadOnlyMemory<byte> content, string mediaType, string? outlet, Visibility? visibility = null, Stamp? published = null, string? enteredBy = null)
    {
        var hash = Digest.Of(content.Span);
        var name = StoredDocuments.NameOf(hash);
        var draft = Prepare(new Payload.Document(name, mediaType, content.Length, outlet, published) { Visibility = visibility ?? Visibility.Public, EnteredBy = enteredBy }, id: null);
        return new Filed(name, Write(sequencer => sequencer.AppendDocument(draft, hash, mediaType, content.ToArray())));
    }

    /// <summary>The document of this name, <c>sha256:hex</c>; null when the ledger does not hold it.</summary>
    public StoredDocument? Document(string hash) => Locked(() => StoredDocuments.Read(_database, hash));

    /// <summary>The entries from a place on, streamed from one moment's state. Each is checked against its hash as it is read.</summary>
    /// <exception cref="LedgerFaultException">Damage, named by its entry.</exception>
    public IEnumerable<EntryRecord> Read(long from = 0)
    {
        using var database = Guarded(Another);
        using var entries = Entries.Stream(database, from).GetEnumerator();
        while (Guarded(entries.MoveNext))
        {
            yield return entries.Current;
        }
    }

    /// <summary>
    /// Checks every entry, signature and author chain from the bytes, the tree over them, and all that is kept beside them;
    /// and that the ledger continues the last checkpoint that was signed here.
    /// </summary>
    public Audit Audit()
    {
        try
        {
            var audit = Guarded(() =>
            {
                using var database = Another();
                return StoreAudit.Of(database, Origin);
            });
            return audit is Stores.Audit.Holds && Book()?.Last is { } last && Against(last) is { } refusal ? new Stores.Audit.Broken(null, refusal) : audit;
        }
        catch (LedgerFaultException fault)
        {
            return new Stores.Audit.Broken(null, fault.Refusal);
        }
    }

    /// <summary>Recomputes every leaf's hash and the tree over them, and holds them against the head and every stored checkpoint; no signature but theirs.</summary>
    public Audit AuditHashes()
    {
        try
        {
            return Guarded(() =>
            {
                using var database = Another();
                return HashAudit.Of(database, Origin);
            });
        }
        catch (LedgerFaultException fault)
        {
            return new Stores.Audit.Broken(null, fault.Refusal);
        }
    }

    public void Dispose() => _database.Dispose();

    // Outside the lock, and on every core where there is enough of it.
    private static List<Prepared> Prepare(IReadOnlyList<Draft> drafts) => drafts.Count < ManyDrafts
        ? [.. drafts.Select(draft => Prepare(draft.Payload, draft.Id))]
        : [.. drafts.AsParallel().AsOrdered().Select(draft => Prepare(draft.Payload, draft.Id))];

    private static Prepared Prepare(Payload payload, Guid? id) => Prepared.Of(payload, id);

    private T Write<T>(Func<Sequencer, T> work) => Locked(() =>
    {
        _author ??= SigningKey.Of(_settings.Home);
        using var transaction = _engine.BeginAppend(_database.Connection);
        var sequencer = new Sequencer(_database, _settings, _author, _vault);
        var result = work(sequencer);
        sequencer.MoveHead();
        transaction.Commit();
        _vault = sequencer.VaultInUse;
        if (sequencer.Destroyed)
        {
            transaction.Dispose();
            _engine.Scour(_database);
        }
        return result;
    });

    private T Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return Guarded(work);
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (Engine.IsOfTheStore(fault))
        {
            throw new LedgerFaultException(_engine.Problem(fault), fault);
        }
    }

    /// <summary>A connection of its own, for what reads long.</summary>
    internal Database Another() => new(_engine, _engine.Connect(create: false)) { Ledger = _database.Ledger, VaultFile = _database.VaultFile };

    private static Opening Connected(Engine engine, LedgerSettings settings, Wanted? create, string? agreement)
    {
        if (engine.Absent(mayBeNew: create is not null) is { } absent)
        {
            return new Opening.Refused(absent);
        }
        Database? database = null;
        try
        {
            database = new Database(engine, engine.Connect(create is not null));
            var refusal = engine.Prepare(database, create, agreement);
            var (origin, of) = ("", "");
            if (refusal is null)
            {
                // From one moment's state: others may be appending.
                using var snapshot = engine.BeginRead(database.Connection);
                (origin, of, var size) = Head(database);
                refusal = create is not null && origin != create.Origin ? new Refusal.OtherLedger(engine.Place, origin, create.Origin)
                    : size > 0 ? Edge.Problem(database, size) : null;
            }
            if (refusal is not null)
            {
                database.Dispose();
                return new Opening.Refused(refusal);
            }
            database.VaultFile = engine.VaultFile(settings.Home, origin);
            return new Opening.Opened(new LedgerStore(engine, settings, database, origin, of));
        }
        catch (LedgerFaultException fault)
        {
            database?.Dispose();
            return new Opening.Refused(fault.Refusal);
        }
        catch (Exception fault) when (Engine.IsOfTheStore(fault))
        {
            database?.Dispose();
            return new Opening.Refused(engine.Problem(fault));
        }
    }

    private static (string Origin, string Agreement, long Size) Head(Database database) =>
        database.Rows("select origin, agreement, size from head where ledger_id = @ledger", row => (row.GetString(0), row.GetString(1), row.GetInt64(2))) is [var head]
            ? head : throw new LedgerFaultException(new Refusal.Damaged(database.Place, null, "it has no head"));
}
