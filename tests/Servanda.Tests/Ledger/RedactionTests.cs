using System.Text;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

public sealed class A_field_destroyed_in_a_file() : A_field_that_is_destroyed(new LedgerFolder())
{
    [Fact]
    public void Is_in_no_file_any_more_nor_in_a_backup_made_after()
    {
        var secret = "The deputy of the eastern checkpoint, named in confidence";
        byte[] sealedBytes;
        using (var ledger = Folder.Open())
        {
            ledger.Append(Draft.Of(Some.Claim("c1") with { Note = secret }));
            var document = ledger.AddDocument(Encoding.UTF8.GetBytes($"{secret}: a page of its own {new string('x', 9000)}"), "text/plain", "wire");
            ledger.Append([.. Enumerable.Range(0, 50).Select(i => Draft.Of(Some.Sealed($"more-{i}")))]);
            using (var raw = RawFile.Of(Folder.Path))
            {
                sealedBytes = raw.Column<byte[]>("select sealed from disclosure where seq = 1 and path = '/note'").Single();
            }
            Assert.True(Holds(sealedBytes));
            Destroy(ledger, ledger.IdOf("c1"), "/note");
            Destroy(ledger, ledger.Read().First(e => e.Payload is Payload.Document).Entry.Id, Redactions.Content);
            Assert.Null(ledger.Document(document.Hash));
            // While the ledger is still open, its write-ahead log included.
            Assert.False(Holds(sealedBytes));
            Assert.False(Holds(Encoding.UTF8.GetBytes(secret)));
            ledger.BackUp(Path.Combine(Folder.Folder, "after.servanda-backup"));
            Assert.Equal(2, ledger.Audit().Holds().Withheld);
        }
        Assert.False(Holds(sealedBytes));
        Assert.False(Holds(Encoding.UTF8.GetBytes(secret)));
    }

    [Fact]
    public void Is_told_from_one_that_is_merely_missing()
    {
        using var ledger = Folder.Open();
        ledger.Append(Draft.Of(Some.Sealed("c1")));
        using var raw = RawFile.Of(Folder.Path);
        raw.Run("delete from disclosure where seq = 1 and path = '/note'");
        var broken = Assert.IsType<Audit.Broken>(ledger.Audit());
        Assert.Equal(1, broken.Seq);
        Assert.Contains("no two authors", broken.Refusal.Message, StringComparison.Ordinal);
    }

    private bool Holds(byte[] bytes) =>
        Directory.GetFiles(Folder.Folder, "*", SearchOption.AllDirectories).Any(file => Read(file).AsSpan().IndexOf(bytes) >= 0);

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

public sealed class A_field_destroyed_on_a_server(PostgresServer server) : A_field_that_is_destroyed(new LedgerFolder(server.Database()));

public abstract class A_field_that_is_destroyed : IDisposable
{
    private static readonly SigningKey South = LedgerFolder.Key("south.example/office", 2);

    private protected A_field_that_is_destroyed(LedgerFolder folder) => Folder = folder;

    internal LedgerFolder Folder { get; }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Outcome Destroy(LedgerStore ledger, Guid of, params string[] paths)
    {
        ledger.Append(Draft.RegisterKey(South.Public));
        var asked = Assert.IsType<Outcome.Recorded>(ledger.Append(Draft.Redaction(of, paths, "The source asked for it"))).Entry;
        using var second = Folder.OpenAs(South);
        return second.Append(Draft.Redaction(of, paths, "The source asked for it", approves: asked));
    }

    [Fact]
    public void Leaves_its_commitment_and_every_proof_as_it_was()
    {
        using var ledger = Folder.Open();
        ledger.Append(Draft.Of(Some.Sealed("c1")));
        var before = ledger.Sign();
        var leaf = ledger.Read(1).First().Leaf.ToArray();
        Assert.IsType<Outcome.Recorded>(Destroy(ledger, ledger.IdOf("c1"), "/note", "/via"));
        var after = ledger.Read(1).First();
        Assert.Equal(leaf, after.Leaf.ToArray());
        Assert.Equal(["/place", "/source"], after.Disclosures.Select(d => d.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["/note", "/place", "/source", "/via"], after.Entry.Sealed.Keys.Order(StringComparer.Ordinal));
        var claim = Assert.IsType<Payload.OfClaim>(after.Payload).Claim;
        Assert.Null(claim.Note);
        Assert.Empty(claim.Via);
        Assert.Equal((2L, true), ledger.Audit().Holds() is var holds ? (holds.Withheld, holds.DisclosuresOpened) : default);
        Assert.Null(ledger.Against(before.Note.ToString()));
        ledger.Sign();
        Assert.True(Checkpoint.TryParse(ledger.Prove("c1").Checkpoint.Text, out var checkpoint, out _));
        Assert.True(MerkleTree.VerifyInclusion(Digest.OfLeaf(leaf), 1, checkpoint.Size, checkpoint.Root, ledger.Prove("c1").Path));
    }

    [Fact]
    public void Does_not_come_back_when_its_claim_is_sent_again()
    {
        using var ledger = Folder.Open();
        ledger.Append(Draft.Of(Some.Sealed("c1")));
        Destroy(ledger, ledger.IdOf("c1"), "/note");
        Assert.IsType<Outcome.Known>(ledger.Append(Draft.Of(Some.Sealed("c1"))));
        Assert.IsType<Outcome.Corrected>(ledger.Append(Draft.Of(Some.Sealed("c1") with { Zone = "bridge", Note = null })));
        ledger.Audit().Holds();
    }

    [Fact]
    public void Needs_two_authors_and_a_commitment()
    {
        using var ledger = Folder.Open();
        ledger.Append(Draft.Of(Some.Sealed("c1")));
        var of = ledger.IdOf("c1");
        var asked = Assert.IsType<Outcome.Recorded>(ledger.Append(Draft.Redaction(of, ["/note"], "asked"))).Entry;
        ledger.Append(Draft.Redaction(of, ["/note"], "asked", approves: asked)).Refusal<Refusal.SecondKeyNeeded>();
        ledger.Append(Draft.Redaction(of, ["/provision"], "asked")).Refusal<Refusal.NothingSealed>();
        ledger.Append(Draft.Redaction(of, ["/content"], "asked")).Refusal<Refusal.NothingSealed>();
        ledger.Append(Draft.Redaction(LedgerFolder.Id(99), ["/note"], "asked")).Refusal<Refusal.NoSuchEntry>();
        ledger.Append(Draft.RegisterKey(South.Public));
        using var second = Folder.OpenAs(South);
        second.Append(Draft.Redaction(of, ["/via"], "asked", approves: asked)).Refusal<Refusal.BadContent>();
        second.Append(Draft.Redaction(of, ["/note"], "asked", approves: LedgerFolder.Id(99))).Refusal<Refusal.NothingToApprove>();
        Assert.Equal(4, ledger.Read(1).First().Disclosures.Count);
    }
}
