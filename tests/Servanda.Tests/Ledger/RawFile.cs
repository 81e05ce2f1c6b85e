using Microsoft.Data.Sqlite;

namespace Servanda.Tests.Ledger;

/// <summary>A ledger's file as somebody with an editor for SQLite sees it.</summary>
internal sealed class RawFile : IDisposable
{
    private readonly SqliteConnection _connection;

    private RawFile(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
    }

    public static RawFile Of(string path) => new(path);

    /// <summary>As an attacker would begin.</summary>
    public RawFile WithoutTriggers()
    {
        foreach (var name in Column<string>("select name from sqlite_schema where type = 'trigger'"))
        {
            Run($"drop trigger {name}");
        }
        Run("pragma foreign_keys = off");
        return this;
    }

    public void Run(string sql, params (string Name, object Value)[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    public List<T> Column<T>(string sql)
    {
        using var command = Command(sql, []);
        using var rows = command.ExecuteReader();
        var column = new List<T>();
        while (rows.Read())
        {
            column.Add(rows.GetFieldValue<T>(0));
        }
        return column;
    }

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string sql, (string Name, object Value)[] values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // test statements are literals
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }
        return command;
    }
}
