using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

public sealed class A_backup_of_a_file() : A_backup(new LedgerFolder(), server: null)
{
    [Fact]
    public void Is_refused_over_a_ledger_that_has_more_and_leaves_evidence_when_forced()
    {
        var file = BackUp(out var entries);
        using (var ledger = Folder.Open())
        {
            ledger.Append(Draft.Of(Some.Claim("later")));
        }
        var refusal = Assert.IsType<Refusal.OlderBackup>(Assert.Throws<LedgerFaultException>(() => LedgerStore.Restore(file, Folder.Path, Folder.Settings, force: false)).Refusal);
        Assert.Equal((entries, entries + 1), (refusal.Size, refusal.SeenSize));
        using (var untouched = Folder.Open())
        {
            Assert.Equal(entries + 1, untouched.Size);
        }
        var restored = LedgerStore.Restore(file, Folder.Path, Folder.Settings, force: true);
        using (var there = Folder.Open())
        {
            // The entry that says so is on the record.
            Assert.Equal(entries + 1, there.Size);
            Assert.Contains("restored-over", Assert.IsType<Payload.Note>(there.Read(entries).Single().Payload).Text, StringComparison.Ordinal);
        }
        using var replaced = LedgerStore.Open(restored.Replaced!, Folder.Settings).OrThrow();
        Assert.Equal(entries + 1, replaced.Size);
        Assert.Contains(LedgerStore.Open(file, Folder.Settings).OrThrow().LastCheckpoint()!.Note.ToString(), restored.Evidence, StringComparison.Ordinal);
        Assert.Equal(restored.Evidence, File.ReadAllText($"{restored.Replaced}.evidence.txt"));
    }

    [Fact]
    public void Is_refused_when_more_was_shown_though_the_ledger_is_gone()
    {
        var file = BackUp(out _);
        using (var ledger = Folder.Open())
        {
            ledger.Append(Draft.Of(Some.Claim("later")));
            ledger.Sign();
        }
        File.Delete(Folder.Path);
        Assert.IsType<Refusal.OlderBackup>(Assert.Throws<LedgerFaultException>(() => LedgerStore.Restore(file, Folder.Path, Folder.Settings, force: false)).Refusal);
        LedgerStore.Restore(file, Folder.Path, Folder.Settings, force: true);
        using var back = Folder.Open();
        Assert.IsType<Refusal.Forked>(Assert.Throws<LedgerFaultException>(() => back.Sign()).Refusal);
    }

    [Fact]
    public void Takes_the_place_of_what_it_continues()
    {
        BackUp(out _);
        File.Copy(Folder.Path, Folder.Path + ".early");
        using (var ledger = Folder.Open())
        {
            ledger.Append(Draft.Of(Some.Claim("later")));
            ledger.BackUp(Path.Combine(Folder.Folder, "late"));
        }
        File.Move(Folder.Path + ".early", Folder.Path, overwrite: true);
        File.Delete(Folder.Path + "-wal");
        var restored = LedgerStore.Restore(Path.Combine(Folder.Folder, "late"), Folder.Path, Folder.Settings, force: false);
        Assert.Null(restored.Evidence);
        using var after = Folder.Open();
        Assert.Contains(LedgerView.Of(after.Read()).Claims, claim => claim.Id == "later");
        after.Sign();
    }
}

public sealed class A_backup_of_a_server(PostgresServer server) : A_backup(new LedgerFolder(server.Database()), server)
{
    [Fact]
    public void Goes_only_where_there_is_no_ledger_of_that_name()
    {
        var file = BackUp(out _);
        Assert.IsType<Refusal.LedgerThere>(Assert.Throws<LedgerFaultException>(() => LedgerStore.Restore(file, Folder.Place, Folder.Settings, force: true)).Refusal);
    }
}

public abstract class A_backup : IDisposable
{
    private readonly PostgresServer? _server;

    private protected A_backup(LedgerFolder folder, PostgresServer? server) => (Folder, _server) = (folder, server);

    internal LedgerFolder Folder { get; }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string BackUp(out long entries)
    {
        var file = Path.Combine(Folder.Folder, "backup");
        using var ledger = Folder.Open();
        ledger.AddDocument("Fire stopped at noon.\n"u8.ToArray(), "text/plain", "wire");
        ledger.Append([.. Enumerable.Range(0, 30).Select(i => Draft.Of(Some.Sealed($"c{i}")))]);
        ledger.Import([.. Enumerable.Range(0, 300).Select(i => Draft.Of(Some.Claim($"row-{i}")))], "claims");
        var written = ledger.BackUp(file);
        entries = written.Entries;
        Assert.Equal((ledger.Size, 1L, ledger.Size), (written.Entries, written.Documents, written.Checkpoint.Checkpoint.Size));
        return file;
    }

    [Fact]
    public void Is_the_ledger_with_its_documents_and_checkpoint_wherever_it_is_restored()
    {
        var file = BackUp(out _);
        using var ledger = Folder.Open();
        var places = new List<string> { Path.Combine(Folder.Folder, "restored.db") };
        if (_server is not null)
        {
            places.Add(_server.Database());
        }
        foreach (var place in places)
        {
            Assert.Null(LedgerStore.Restore(file, place, Folder.Settings, force: false).Evidence);
            using var restored = LedgerStore.Open(place, Folder.Settings).OrThrow();
            if (ledger.VaultFile != restored.VaultFile)
            {
                File.Copy(ledger.VaultFile, restored.VaultFile);
            }
            Assert.Equal(ledger.Audit(), restored.Audit());
            Assert.Equal(ledger.Read().Select(e => e.LeafHash), restored.Read().Select(e => e.LeafHash));
            Assert.Equal(ledger.Read().SelectMany(e => e.Disclosures), restored.Read().SelectMany(e => e.Disclosures));
            var document = ((Payload.Document)ledger.Read().First(e => e.Payload is Payload.Document).Payload).Hash;
            Assert.Equal(ledger.Document(document)!.Content.ToArray(), restored.Document(document)!.Content.ToArray());
            Assert.IsType<Outcome.Known>(restored.Append(Draft.Of(Some.Sealed("c3"))));
            Assert.Equal(ledger.Prove("row-7").ToString(), restored.Prove("row-7").ToString());
        }
    }

    [Fact]
    public async Task Is_made_while_others_append()
    {
        using var ledger = Folder.Open();
        ledger.Append(Draft.Of(Some.Claim("first")));
        var stop = false;
        var writer = Task.Run(() =>
        {
            using var other = Folder.Open();
            for (var i = 0; !Volatile.Read(ref stop); i++)
            {
                other.Append(Draft.Of(Some.Claim($"w{i}")));
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
        {
            var written = ledger.BackUp(Path.Combine(Folder.Folder, $"backup-{i}"));
            Assert.True(written.Entries >= written.Checkpoint.Checkpoint.Size);
        }
        Volatile.Write(ref stop, true);
        await writer;
        ledger.Audit().Holds();
    }

    [Fact]
    public void That_was_damaged_restores_nothing()
    {
        var file = BackUp(out _);
        using (var raw = RawFile.Of(file).WithoutTriggers())
        {
            raw.Run("update entry set leaf = cast(replace(cast(leaf as text), 'halt-fire', 'halt-fine') as blob) where seq = 40");
        }
        var place = Path.Combine(Folder.Folder, "restored.db");
        Assert.Equal(40, Assert.IsType<Refusal.Damaged>(Assert.Throws<LedgerFaultException>(() => LedgerStore.Restore(file, place, Folder.Settings, force: true)).Refusal).Seq);
        Assert.False(File.Exists(place));
    }

    [Fact]
    public void Proves_the_entries_of_its_checkpoint()
    {
        BackUp(out var entries);
        using var ledger = Folder.Open();
        foreach (var seq in new[] { 0, 255, 256, entries - 1 })
        {
            var proof = ledger.Prove($"{seq}");
            Assert.True(Checkpoint.TryParse(proof.Checkpoint.Text, out var checkpoint, out _));
            Assert.True(MerkleTree.VerifyInclusion(Digest.OfLeaf(proof.Extra!.Value.Span), seq, checkpoint.Size, checkpoint.Root, proof.Path));
        }
        Assert.IsType<Refusal.NoSuchEntry>(Assert.Throws<LedgerFaultException>(() => ledger.Prove("nothing")).Refusal);
    }
}
