using Microsoft.Data.Sqlite;

namespace Servanda.Stores;

/// <summary>Statements in one line each.</summary>
internal static class SqliteText
{
    extension(SqliteConnection connection)
    {
        public SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
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

        public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
        {
            using var command = connection.Command(sql, values);
            return command.ExecuteNonQuery();
        }

        public long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => connection.NumberOrNone(sql, values) ?? 0;

        public long? NumberOrNone(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
        {
            using var command = connection.Command(sql, values);
            return command.ExecuteScalar() as long?;
        }
    }
}
