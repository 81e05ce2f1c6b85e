using Microsoft.Data.Sqlite;
using Servanda.Ledger;

namespace Servanda.Stores;

/// <summary>What a backup holds.</summary>
/// <param name="Checkpoint">The signed checkpoint that it is proved against when it is restored.</param>
public sealed record BackedUp(string File, long Bytes, long Entries, long Documents, StoredCheckpoint Checkpoint);

/// <summary>What became of a restoration.</summary>
/// <param name="Replaced">Where the ledger that stood there was put; null when none did.</param>
/// <param name="Evidence">Both histories in one text, when the restored ledger lacks what was there or was shown.</param>
public sealed record Restored(long Entries, StoredCheckpoint Checkpoint, string? Replaced, string? Evidence);

/// <summary>Backups: one file, a ledger in itself, with its documents and a signed checkpoint, without the key of what is sealed.</summary>
public sealed partial class LedgerStore
{
    // What SQLite keeps beside a file, and the file itself.
    private static readonly string[] Endings = ["-wal", "-shm", "-journal", ""];

    /// <summary>Signs a checkpoint and writes the ledger to a file, while others go on appending; then audits what was written.</summary>
    /// <exception cref="LedgerFaultException">The ledger has nothing, does not hold, or cannot sign and has no checkpoint yet.</exception>
    public BackedUp BackUp(string file)
    {
        try
        {
            Sign();
        }
        catch (LedgerFaultException fault) when (fault.Refusal is Refusal.LogKeyElsewhere && LastCheckpoint() is not null)
        {
            // Somebody else signs: the last checkpoint serves.
        }
        var unfinished = file + ".new";
        Forget(unfinished);
        Guarded(() =>
        {
            using var database = Another();
            if (_engine is SqliteEngine)
            {
                // Whole pages of what there is now, and none of what was deleted.
                database.Run("vacuum into @file", ("@file", unfinished));
                return;
            }
            var engine = new SqliteEngine(unfinished);
            using var copy = new Database(engine, engine.Connect(create: true));
            if (engine.Prepare(copy, new Wanted(Agreement, Origin), Agreement) is { } refusal)
            {
                throw new LedgerFaultException(refusal);
            }
            LedgerCopy.Write(database, copy);
            copy.Run("pragma wal_checkpoint(truncate)");
            copy.Run("pragma journal_mode = delete");
        });
        var (entries, documents, checkpoint) = Proved(unfinished, _settings);
        using (var written = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
        {
            written.Flush(flushToDisk: true);
        }
        Forget(unfinished, alsoFile: false);
        File.Move(unfinished, file, overwrite: false);
        return new BackedUp(file, new FileInfo(file).Length, entries, documents, checkpoint);
    }

    /// <summary>Puts a backup in the place of a ledger, once it has proved itself against its own checkpoint.</summary>
    /// <param name="place">A file, or the address of a database that does not hold this ledger yet.</param>
    /// <param name="force">Also over a ledger that has entries which the backup lacks; that one is kept beside it.</param>
    /// <exception cref="LedgerFaultException">The backup does not hold, or is older than what is there or was shown.</exception>
    public static Restored Restore(string file, string place, LedgerSettings settings, bool force)
    {
        if (!File.Exists(file))
        {
            throw new LedgerFaultException(new Refusal.NotFound(file));
        }
        var temporary = PostgresAddress.Is(place) ? System.IO.Path.GetTempFileName() : place + ".restoring";
        Forget(temporary);
        File.Copy(file, temporary);
        try
        {
            var (entries, _, checkpoint) = Proved(temporary, settings);
            return PostgresAddress.Is(place) ? IntoServer(temporary, place, settings, entries, checkpoint) : IntoFile(temporary, file, place, settings, force, entries, checkpoint);
        }
        finally
        {
            Forget(temporary);
        }
    }

    private static Restored IntoFile(string temporary, string file, string place, LedgerSettings settings, bool force, long entries, StoredCheckpoint checkpoint)
    {
        string? replaced = null, evidence = null;
        using (var backup = Open(temporary, settings).OrThrow())
        {
            var lacking = Lacking(backup, file, place, settings);
            if (lacking is not null && !force)
            {
                throw new LedgerFaultException(lacking);
            }
            evidence = lacking is Refusal.OlderBackup older ? Inconsistency.Text("restored-over", older.Seen, checkpoint.Note.ToString()) : null;
        }
        if (File.Exists(place))
        {
            for (var n = 1; replaced is null || File.Exists(replaced); n++)
            {
                replaced = $"{place}.replaced-{n}";
            }
            // The write-ahead log belongs to its database: both move, or what it alone holds would be lost.
            Move(place, replaced);
        }
        Forget(temporary, alsoFile: false);
        File.Move(temporary, place);
        if (evidence is not null)
        {
            File.WriteAllText($"{replaced ?? place}.evidence.txt", evidence);
            using var ledger = Open(place, settings).OrThrow();
            ledger.Append(Draft.Note($"Restored by force from a backup of {entries} entries. What was shown before:\n{evidence}"));
        }
        return new Restored(entries, checkpoint, replaced, evidence);
    }

    private static Restored IntoServer(string temporary, string place, LedgerSettings settings, long entries, StoredCheckpoint checkpoint)
    {
        using var backup = Open(temporary, settings).OrThrow();
        using var target = OpenOrCreate(place, backup.Agreement, settings, backup.Origin).OrThrow();
        if (target.Size > 0)
        {
            throw new LedgerFaultException(new Refusal.LedgerThere(target.Path, target.Size));
        }
        target.Guarded(() => LedgerCopy.Write(backup._database, target._database));
        return new Restored(entries, checkpoint, null, null);
    }

    /// <summary>What would be lost: why the backup does not take the place of what is there, or of what was shown; null when it continues both.</summary>
    private static Refusal? Lacking(LedgerStore backup, string file, string place, LedgerSettings settings)
    {
        if (backup.Book()?.Last is { } last && backup.Against(last) is Refusal.RolledBack or Refusal.Forked)
        {
            return Older(last);
        }
        if (!File.Exists(place) || new FileInfo(place).Length == 0)
        {
            return null;
        }
        if (Open(place, settings) is not Opening.Opened { Ledger: var there })
        {
            return new Refusal.CannotCompare(place);
        }
        using (there)
        {
            if (there.Origin != backup.Origin)
            {
                return new Refusal.OtherLedger(place, there.Origin, backup.Origin);
            }
            var (size, root) = there._database.Rows("select size, root from head where ledger_id = @ledger", row => (row.GetInt64(0), Merkle.Digest.From((byte[])row[1])))[0];
            return size <= backup.Size && Merkle.MerkleTree.Root(size, backup.Nodes()) == root ? null
                : Older(there.LastCheckpoint() is { } checkpoint && checkpoint.Checkpoint.Size == size ? checkpoint.Note.ToString() : new Merkle.Checkpoint(there.Origin, size, root).ToText());
        }

        Refusal.OlderBackup Older(string seen) => new(file, place, backup.Size, long.Parse(seen.Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture), seen);
    }

    /// <summary>Audits a file, and finds the checkpoint in it.</summary>
    private static (long Entries, long Documents, StoredCheckpoint Checkpoint) Proved(string file, LedgerSettings settings)
    {
        using var ledger = Open(file, settings).OrThrow();
        var audit = ledger.Guarded(() =>
        {
            using var database = ledger.Another();
            return StoreAudit.Of(database, ledger.Origin);
        });
        return audit is not Stores.Audit.Holds holds ? throw new LedgerFaultException(((Stores.Audit.Broken)audit).Refusal)
            : (holds.Entries, holds.Documents, ledger.LastCheckpoint() ?? throw new LedgerFaultException(new Refusal.NoCheckpoint(file, "to prove it by")));
    }

    private static void Move(string from, string to)
    {
        // Folds the write-ahead log in where the file is sound; where it is not, it is moved as it lies.
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Pooling = false }.ToString());
            connection.Open();
            using var fold = connection.CreateCommand();
            fold.CommandText = "pragma wal_checkpoint(truncate)";
            fold.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // Kept for inquiry as it is.
        }
        foreach (var ending in Endings)
        {
            if (File.Exists(from + ending))
            {
                File.Move(from + ending, to + ending);
            }
        }
    }

    private static void Forget(string file, bool alsoFile = true)
    {
        foreach (var ending in Endings.Where(ending => alsoFile || ending.Length > 0))
        {
            File.Delete(file + ending);
        }
    }

    private void Guarded(Action work) => Guarded(() =>
    {
        work();
        return true;
    });
}
