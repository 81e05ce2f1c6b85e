using System.Data.Common;
using System.Globalization;
using Servanda.Ledger;

namespace Servanda.Stores;

/// <summary>A connection to one ledger, with statements in one line each. <c>@ledger</c> is always there.</summary>
internal sealed class Database(Engine engine, DbConnection connection) : IDisposable
{
    public Engine Engine => engine;
    public DbConnection Connection => connection;

    /// <summary>The ledger's number in this database; 0 until it is known.</summary>
    public long Ledger { get; set; }

    /// <summary>Where the ledger is, for people to read.</summary>
    public string Place => engine.Place;

    /// <summary>Where the key of what is sealed in this ledger is kept.</summary>
    public string VaultFile { get; set; } = "";

    /// <summary>The key of what is sealed; null when nothing is.</summary>
    /// <exception cref="LedgerFaultException">Something is sealed, and its key is not there.</exception>
    public Vault? FindVault() => Bytes("select vault from head where ledger_id = @ledger") is { } fingerprint
        ? Vault.Find(VaultFile, fingerprint) ?? throw new LedgerFaultException(new Refusal.VaultKeyMissing(VaultFile))
        : null;

    public DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a literal of ours; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        if (sql.Contains("@ledger", StringComparison.Ordinal))
        {
            Add(command, "@ledger", Ledger);
        }
        foreach (var (name, value) in values)
        {
            Add(command, name, value);
        }
        return command;
    }

    public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => NumberOrNone(sql, values) ?? 0;

    public long? NumberOrNone(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;
    }

    public byte[]? Bytes(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar() as byte[];
    }

    public string? Text(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar() as string;
    }

    /// <summary>All rows at once, so that the next statement finds the connection free.</summary>
    public List<T> Rows<T>(string sql, Func<DbDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
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

    public void Dispose() => connection.Dispose();

    private static void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}

/// <summary>A row of the table of entries.</summary>
internal sealed record EntryRow(long Seq, Guid Id, long Author, long AuthorSeq, string Kind, byte[] Hash, byte[]? Leaf, long Recorded)
{
    public const string Columns = "seq, event_id, author, author_seq, kind, leaf_hash, leaf, recorded_at";

    public static EntryRow Of(DbDataReader row) => new(
        row.GetInt64(0), IdOf((byte[])row[1]), row.GetInt64(2), row.GetInt64(3), row.GetString(4), (byte[])row[5], row.IsDBNull(6) ? null : (byte[])row[6], row.GetInt64(7));

    public byte[] IdBytes => Id.ToByteArray(bigEndian: true);

    // An id of another length can only be damage: it fits no entry.
    public static Guid IdOf(byte[] bytes) => bytes.Length == 16 ? new Guid(bytes, bigEndian: true) : Guid.Empty;
}

/// <summary>A row of the table of disclosures.</summary>
internal sealed record DisclosureRow(long Seq, string Path, byte[] Sealed)
{
    public static DisclosureRow Of(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), (byte[])row[2]);
}
