using Microsoft.Data.Sqlite;
using Servanda.Ledger;

namespace Servanda.Stores;

/// <summary>The tables of a ledger file, and the way from each format to the next. The format is SQLite's user_version.</summary>
internal static class SqliteSchema
{
    /// <summary>"SRVD": tells a ledger from any other SQLite file.</summary>
    public const int ApplicationId = 0x53525644;

    public static int Newest => Steps.Length;

    // Step n leads from format n to n + 1. A step that was released is never changed.
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
    ];

    /// <summary>Leads a file of an older format, or an empty one, to the newest. Runs inside a transaction.</summary>
    public static void Migrate(SqliteConnection connection)
    {
        for (var format = Format(connection); format < Newest; format++)
        {
            connection.Run(Steps[format]);
            connection.Run($"pragma user_version = {format + 1}");
        }
    }

    public static int Format(SqliteConnection connection) => (int)connection.Number("pragma user_version");

    /// <summary>Why an existing file cannot be used; null when it can.</summary>
    public static Refusal? ProblemWith(SqliteConnection connection, string path)
    {
        var format = Format(connection);
        if (connection.Number("pragma application_id") != ApplicationId)
        {
            return new Refusal.NotALedger(path, "it is a database of another program");
        }
        return format > Newest ? new Refusal.NewerLedger(path, format, Newest) : null;
    }
}
