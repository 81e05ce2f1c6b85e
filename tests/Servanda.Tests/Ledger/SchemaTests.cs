using Npgsql;
using Servanda.Ledger;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

/// <summary>What Citus asks of tables that it is to distribute, held on plain PostgreSQL.</summary>
public sealed class The_tables_on_a_server(PostgresServer server)
{
    [Fact]
    public void Can_be_distributed_by_their_ledger_as_they_are()
    {
        var place = server.Database();
        using (LedgerStore.OpenOrCreate(place, "truce", NodaTime.SystemClock.Instance).OrThrow())
        {
        }
        var tables = Column(place, "select table_name from information_schema.tables where table_schema = 'servanda' and table_name <> 'format'");
        Assert.Equal(["author", "checkpoint", "claim", "disclosure", "document", "entry", "head", "tile"], tables.Order(StringComparer.Ordinal));
        // Every unique key begins with the column that the rows are distributed by.
        Assert.Equal(["ledger_id"], Column(place, """
            select distinct a.attname::text from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
            where n.nspname = 'servanda' and c.relname <> 'format'
            """));
        Assert.Empty(Column(place, "select tgname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'servanda'"));
        Assert.Empty(Column(place, "select sequence_name::text from information_schema.sequences"));
        Assert.Empty(Column(place, "select conname::text from pg_constraint c join pg_namespace n on n.oid = c.connamespace where n.nspname = 'servanda' and c.contype = 'f'"));
        Assert.Empty(Column(place, "select polname::text from pg_policy"));
        Assert.Equal(tables.Order(StringComparer.Ordinal), Column(place, "select table_name::text from information_schema.columns where table_schema = 'servanda' and column_name = 'ledger_id'").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Hold_the_ledgers_of_several_agreements_apart()
    {
        using var folder = new LedgerFolder();
        var place = server.Database();
        using var one = LedgerStore.OpenOrCreate(place, "one", folder.Settings).OrThrow();
        using var two = LedgerStore.OpenOrCreate(place, "two", folder.Settings).OrThrow();
        one.Append([Draft.Of(Some.Sealed("c1")), Draft.Of(Some.Claim("c2"))]);
        two.Append(Draft.Of(Some.Claim("c1")));
        one.Sign();
        two.Sign();
        Assert.Equal((4L, 3L), (one.Size, two.Size));
        Assert.Equal(4, one.Audit().Holds().Entries);
        Assert.Equal(3, two.Audit().Holds().Entries);
        Assert.IsType<Refusal.SeveralLedgers>(Assert.IsType<Opening.Refused>(LedgerStore.Open(place, folder.Settings)).Refusal);
        Assert.Equal("two", LedgerStore.Open(place, folder.Settings, "two").OrThrow().Agreement);
        Assert.IsType<Refusal.NotFound>(Assert.IsType<Opening.Refused>(LedgerStore.Open(place, folder.Settings, "three")).Refusal);
    }

    [Fact]
    public void Are_named_without_their_password()
    {
        var refusal = Assert.IsType<Opening.Refused>(LedgerStore.Open("postgres://mara:hidden@127.0.0.1:1/truce", NodaTime.SystemClock.Instance)).Refusal;
        Assert.IsType<Refusal.StoreUnreachable>(refusal);
        Assert.DoesNotContain("hidden", refusal.ToString(), StringComparison.Ordinal);
        Assert.IsType<Refusal.StoreUnreachable>(Assert.IsType<Opening.Refused>(LedgerStore.Open("postgres://", NodaTime.SystemClock.Instance)).Refusal);
    }

    private static List<string> Column(string place, string sql)
    {
        using var connection = new NpgsqlConnection(PostgresAddress.Read(place)!.ToString());
        connection.Open();
#pragma warning disable CA2100 // test statements are literals
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var column = new List<string>();
        while (rows.Read())
        {
            column.Add(rows.GetString(0));
        }
        return column;
    }
}
