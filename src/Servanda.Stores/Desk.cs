using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Ledger;

namespace Servanda.Stores;

/// <summary>What somebody made of a proposal, or of a part of a document, before any of it is on the record.</summary>
/// <param name="Number">Its place among the decisions; the larger is the later.</param>
/// <param name="Document">The name of the document, <c>sha256:hex</c>.</param>
/// <param name="Start">Where the statement begins, in UTF-16 code units.</param>
/// <param name="End">Where it ends; not included.</param>
/// <param name="Outcome">Null while it is still to be decided, though something was said of it: an occurrence, or an edit.</param>
/// <param name="Claims">What would be recorded: none for what was rejected; null where the proposal stands as it was read.</param>
/// <param name="Occurrence">The happening its claims are to be linked to; null for what they name themselves.</param>
/// <param name="By">The name that was typed.</param>
public sealed record Decision(long Number, string Document, int Start, int End, ReviewOutcome? Outcome, IReadOnlyList<Claim>? Claims, string? Occurrence, string By, Instant At);

/// <summary>What was typed into a form and not yet sent.</summary>
/// <param name="Form">Which form.</param>
public sealed record FormDraft(string Id, string Form, IReadOnlyDictionary<string, string> Fields, string By, Instant At);

/// <summary>Two claims of which somebody said that they do not speak of one happening.</summary>
public sealed record ToldApart(string One, string Other, string Reason, string By, Instant At);

/// <summary>
/// The table on which work lies before it is on the record: decisions about proposals, drafts of forms, and claims that were
/// told apart. It is a SQLite file of its own, since none of it is anybody's claim yet and all of it may be thrown away.
/// Safe to use from several threads and processes; what was acknowledged survives a stop at any moment.
/// </summary>
public sealed class Desk : IDisposable
{
    public const string FileEnding = ".desk";

    /// <summary>"SRVK": tells a desk from any other SQLite file.</summary>
    private const int ApplicationId = 0x5352564B;
    private const int Format = 1;
    private const int PatienceMilliseconds = 10_000;
    private const int NoDatabase = 26;

    private const string Schema = """
        create table state(version integer not null) strict;
        insert into state values (0);
        create table decision(
          n integer primary key autoincrement, document text not null, first integer not null, last integer not null,
          outcome text, claims text, occurrence text, by text not null, at integer not null) strict;
        create index decision_of_document on decision(document);
        create table draft(id text primary key, form text not null, fields text not null, by text not null, at integer not null) strict;
        create table apart(one text not null, other text not null, reason text not null, by text not null, at integer not null, primary key(one, other)) strict;
        """;

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly IClock clock;

    private Desk(SqliteConnection connection, IClock clock, string path) => (this.connection, this.clock, Path) = (connection, clock, path);

    public string Path { get; }

    /// <summary>Grows with every change, whoever made it.</summary>
    public long Version => Locked(() => (long)Command("select version from state").ExecuteScalar()!);

    /// <summary>Where the desk of a ledger is: beside its file, or among a person's own settings for one in a database.</summary>
    public static string FileOf(LedgerStore ledger, ServandaHome home) => PostgresAddress.Is(ledger.Path) || !File.Exists(ledger.Path)
        ? home.File(ledger.Origin.Replace('/', '-') + FileEnding) : ledger.Path + FileEnding;

    /// <summary>Opens the desk, or sets up an empty one.</summary>
    /// <exception cref="LedgerFaultException">The file is none.</exception>
    public static Desk Open(string path, IClock clock)
    {
        if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = PatienceMilliseconds / 1000 }.ToString());
        var desk = new Desk(opened, clock, path);
        try
        {
            opened.Open();
            desk.Command($"pragma busy_timeout = {PatienceMilliseconds}; pragma synchronous = full; pragma secure_delete = on; pragma trusted_schema = off; pragma journal_mode = wal").ExecuteNonQuery();
            using var transaction = opened.BeginTransaction(deferred: false);
            var (format, application) = ((long)desk.Command("pragma user_version").ExecuteScalar()!, (long)desk.Command("pragma application_id").ExecuteScalar()!);
            if (format == 0 && (long)desk.Command("select count(*) from sqlite_schema").ExecuteScalar()! == 0)
            {
                desk.Command($"{Schema} pragma application_id = {ApplicationId}; pragma user_version = {Format}").ExecuteNonQuery();
            }
            else if (application != ApplicationId || format != Format)
            {
                throw new LedgerFaultException(new Refusal.NotADesk(path));
            }
            transaction.Commit();
            return desk;
        }
        catch (SqliteException fault)
        {
            opened.Dispose();
            throw new LedgerFaultException(fault.SqliteErrorCode == NoDatabase ? new Refusal.NotADesk(path) : new Refusal.NoRoom(path, fault.Message), fault);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The last decision about each part of a document, in their order in it.</summary>
    public IReadOnlyList<Decision> Decisions(string document) => Locked(() => Rows(
        "select n, document, first, last, outcome, claims, occurrence, by, at from decision d where document = @document and n = (select max(n) from decision where document = d.document and first = d.first and last = d.last) order by first, last",
        DecisionOf, ("@document", document)));

    /// <summary>The documents on which there are decisions that are not on the record yet.</summary>
    public IReadOnlyList<string> DocumentsWithDecisions() => Locked(() => Rows("select distinct document from decision order by document", row => row.GetString(0)));

    /// <summary>Puts a decision on the desk.</summary>
    /// <param name="decision">Its number and time are given here.</param>
    /// <param name="seen">The number of the decision about the same part that its maker saw; 0 for none.</param>
    /// <returns>False where somebody else has decided since: nothing is changed.</returns>
    public bool Decide(Decision decision, long seen)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return Changed(() =>
        {
            var last = Rows("select coalesce(max(n), 0) from decision where document = @document and first = @first and last = @last", row => row.GetInt64(0),
                ("@document", decision.Document), ("@first", decision.Start), ("@last", decision.End))[0];
            if (last != seen)
            {
                return false;
            }
            Run("insert into decision(document, first, last, outcome, claims, occurrence, by, at) values (@document, @first, @last, @outcome, @claims, @occurrence, @by, @at)",
                ("@document", decision.Document), ("@first", decision.Start), ("@last", decision.End), ("@outcome", decision.Outcome is { } outcome ? Spelling.Of(outcome) : null),
                ("@claims", decision.Claims is { } claims ? new JsonArray([.. claims.Select(c => (JsonNode)ClaimJson.Write(c))]).ToJsonString() : null),
                ("@occurrence", decision.Occurrence), ("@by", decision.By), ("@at", Now));
            return true;
        });
    }

    /// <summary>Takes back the last decision that somebody made on a document, so that what stood before it stands again.</summary>
    /// <returns>What was taken back; null where there is nothing, or somebody else has decided about the same part since.</returns>
    public Decision? Undo(string document, string by) => Changed(() =>
    {
        var last = Rows("select n, document, first, last, outcome, claims, occurrence, by, at from decision where document = @document and by = @by order by n desc limit 1", DecisionOf, ("@document", document), ("@by", by));
        return last is [var decision] && Run("delete from decision where n = @n and not exists (select 1 from decision later where later.document = decision.document and later.first = decision.first and later.last = decision.last and later.n > @n)", ("@n", decision.Number)) == 1
            ? decision : null;
    });

    /// <summary>Clears what is on the record now.</summary>
    /// <param name="decisions">As they were recorded; what was decided about the same parts since then stays.</param>
    public void Clear(IEnumerable<Decision> decisions) => Changed(() =>
    {
        foreach (var decision in decisions)
        {
            Run("delete from decision where document = @document and first = @first and last = @last and n <= @n",
                ("@document", decision.Document), ("@first", decision.Start), ("@last", decision.End), ("@n", decision.Number));
        }
        return true;
    });

    /// <summary>Keeps what was typed into a form, in place of what was kept of it before.</summary>
    public void Keep(string id, string form, IReadOnlyDictionary<string, string> fields, string by) => Changed(() =>
    {
        Run("insert into draft(id, form, fields, by, at) values (@id, @form, @fields, @by, @at) on conflict do update set fields = @fields, by = @by, at = @at",
            ("@id", id), ("@form", form), ("@fields", new JsonObject(fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value))).ToJsonString()), ("@by", by), ("@at", Now));
        return true;
    });

    /// <summary>The drafts that are kept, the latest first.</summary>
    public IReadOnlyList<FormDraft> Drafts() => Locked(() => Rows("select id, form, fields, by, at from draft order by at desc, id", row => new FormDraft(row.GetString(0), row.GetString(1),
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(2))!, row.GetString(3), Instant.FromUnixTimeMilliseconds(row.GetInt64(4)))));

    public FormDraft? FormDraft(string id) => Drafts().FirstOrDefault(d => d.Id == id);

    public void Discard(string draft) => Changed(() => Run("delete from draft where id = @id", ("@id", draft)) > 0);

    /// <summary>Keeps that two claims do not speak of one happening, so that nobody is asked again.</summary>
    public void TellApart(string one, string other, string reason, string by)
    {
        var (first, second) = Ordered(one, other);
        Changed(() => Run("insert into apart(one, other, reason, by, at) values (@one, @other, @reason, @by, @at) on conflict do update set reason = @reason, by = @by, at = @at",
            ("@one", first), ("@other", second), ("@reason", reason), ("@by", by), ("@at", Now)) > 0);
    }

    public void TellTogether(string one, string other)
    {
        var (first, second) = Ordered(one, other);
        Changed(() => Run("delete from apart where one = @one and other = @other", ("@one", first), ("@other", second)) > 0);
    }

    /// <summary>The pairs that were told apart, the latest first.</summary>
    public IReadOnlyList<ToldApart> ToldApart() => Locked(() => Rows("select one, other, reason, by, at from apart order by at desc, one, other",
        row => new ToldApart(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Instant.FromUnixTimeMilliseconds(row.GetInt64(4)))));

    public void Dispose() => connection.Dispose();

    private static (string, string) Ordered(string one, string other) => string.CompareOrdinal(one, other) <= 0 ? (one, other) : (other, one);

    private static Decision DecisionOf(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.IsDBNull(4) ? null : Spelling.Read<ReviewOutcome>(row.GetString(4)),
        row.IsDBNull(5) ? null : ClaimsOf(row.GetString(5)), row.IsDBNull(6) ? null : row.GetString(6), row.GetString(7), Instant.FromUnixTimeMilliseconds(row.GetInt64(8)));

    private static List<Claim> ClaimsOf(string text)
    {
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.EnumerateArray().Select(c => ClaimJson.Read(c).Claim).OfType<Claim>()];
    }

    private long Now => clock.GetCurrentInstant().ToUnixTimeMilliseconds();

    private T Changed<T>(Func<T> work) => Locked(() =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var result = work();
        Run("update state set version = version + 1");
        transaction.Commit();
        return result;
    });

    private T Locked<T>(Func<T> work)
    {
        lock (gate)
        {
            try
            {
                return work();
            }
            catch (SqliteException fault)
            {
                throw new LedgerFaultException(new Refusal.NoRoom(Path, fault.Message), fault);
            }
        }
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a literal of ours; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }
        return command;
    }

    private int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private List<T> Rows<T>(string sql, Func<DbDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }
        return rows;
    }
}
