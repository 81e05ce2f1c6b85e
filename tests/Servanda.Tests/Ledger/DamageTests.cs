using System.Text;
using Microsoft.Data.Sqlite;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

public sealed class A_damaged_ledger : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Fill()
    {
        using var ledger = _folder.Open();
        ledger.Append([Draft.Of(Some.Sealed("c1")), Draft.Of(Some.Claim("c2")), Draft.Of(Some.Claim("c2") with { Zone = "bridge" })]);
        ledger.Import([Draft.Of(Some.Claim("row-1")), Draft.Of(Some.Claim("row-2"))], "claims");
        ledger.AddDocument("Fire."u8.ToArray(), "text/plain", "wire");
        ledger.Audit().Holds();
    }

    [Fact]
    public void Is_told_by_any_byte_of_any_leaf()
    {
        Fill();
        using var ledger = _folder.Open();
        using var file = RawFile.Of(_folder.Path).WithoutTriggers();
        var leaves = file.Column<byte[]>("select leaf from entry order by seq");
        for (var seq = 0; seq < leaves.Count; seq++)
        {
            for (var at = 0; at < leaves[seq].Length; at += 1 + (at % 3))
            {
                var flipped = leaves[seq].ToArray();
                flipped[at] ^= (byte)(1 << (at % 8));
                file.Run("update entry set leaf = $leaf where seq = $seq", ("$leaf", flipped), ("$seq", seq));
                Assert.Equal(seq, Assert.IsType<Audit.Broken>(ledger.Audit()).Seq);
            }
            file.Run("update entry set leaf = $leaf where seq = $seq", ("$leaf", leaves[seq]), ("$seq", seq));
        }
        ledger.Audit().Holds();
    }

    [Fact]
    public void Is_told_when_the_hash_was_made_to_fit()
    {
        Fill();
        using var ledger = _folder.Open();
        using var file = RawFile.Of(_folder.Path).WithoutTriggers();
        var leaves = file.Column<byte[]>("select leaf from entry order by seq");
        var batch = leaves.FindIndex(leaf => Encoding.UTF8.GetString(leaf).Contains("import-batch", StringComparison.Ordinal));
        for (var seq = 0; seq < leaves.Count; seq++)
        {
            for (var at = 0; at < leaves[seq].Length; at += 1 + (at % 5))
            {
                var flipped = leaves[seq].ToArray();
                flipped[at] ^= 1;
                file.Run("update entry set leaf = $leaf, leaf_hash = $hash where seq = $seq", ("$leaf", flipped), ("$hash", Digest.OfLeaf(flipped).ToArray()), ("$seq", seq));
                var broken = Assert.IsType<Audit.Broken>(ledger.Audit());
                // The batch vouches for its rows, and the author's chain says which of them it is; of a row's time nothing else does.
                Assert.True(broken.Seq == seq || (seq == batch - 1 && broken.Refusal.Message.Contains("its time", StringComparison.Ordinal)), $"byte {at} of {seq}: {broken.Refusal.Message}");
            }
            file.Run("update entry set leaf = $leaf, leaf_hash = $hash where seq = $seq", ("$leaf", leaves[seq]), ("$hash", Digest.OfLeaf(leaves[seq]).ToArray()), ("$seq", seq));
        }
        ledger.Audit().Holds();
    }

    [Theory]
    [InlineData("update entry set event_id = randomblob(16) where seq = 2", 2)]
    [InlineData("update entry set author = 1 where seq = 2", null)]
    [InlineData("update entry set author_seq = 99 where seq = 2", 2)]
    [InlineData("update entry set kind = 'deny' where seq = 2", 2)]
    [InlineData("update entry set recorded_at = recorded_at + 1 where seq = 2", 2)]
    [InlineData("update entry set leaf_hash = zeroblob(32) where seq = 2", 2)]
    [InlineData("update entry set leaf = null where seq = 2", 2)]
    [InlineData("delete from entry where seq = 2", 2)]
    [InlineData("delete from entry where seq = 7", 7)]
    [InlineData("update disclosure set sealed = randomblob(length(sealed)) where seq = 1 and path = '/note'", 1)]
    [InlineData("update disclosure set sealed = (select sealed from disclosure where seq = 1 and path = '/via') where seq = 1 and path = '/note'", 1)]
    [InlineData("update document set content = 'Gire.'", 7)]
    [InlineData("update claim set seq = 2 where seq = 3", null)]
    [InlineData("delete from claim where seq = 3", 3)]
    [InlineData("update head set size = 7", 7)]
    [InlineData("update head set last_t = last_t + 1", null)]
    [InlineData("update author set name = 'x'", 0)]
    public void Is_told_by_any_column(string sql, int? seq)
    {
        Fill();
        using var ledger = _folder.Open();
        using (var file = RawFile.Of(_folder.Path).WithoutTriggers())
        {
            file.Run(sql.Replace("content = 'Gire.'", "content = cast('Gire.' as blob)", StringComparison.Ordinal));
        }
        var broken = Assert.IsType<Audit.Broken>(ledger.Audit());
        if (seq is not null)
        {
            Assert.Equal(seq, broken.Seq);
        }
        Assert.NotEmpty(broken.Refusal.Remedy);
    }

    [Fact]
    public void Is_never_read_as_if_it_were_sound()
    {
        Fill();
        using var ledger = _folder.Open();
        using var file = RawFile.Of(_folder.Path).WithoutTriggers();
        file.Run("update entry set leaf = cast(replace(cast(leaf as text), 'halt-fire', 'halt-fine') as blob) where seq = 2");
        var read = new List<long>();
        var fault = Assert.Throws<LedgerFaultException>(() => read.AddRange(ledger.Read().Select(e => e.Seq)));
        Assert.Equal(2, Assert.IsType<Refusal.Damaged>(fault.Refusal).Seq);
    }

    [Fact]
    public void Misses_an_entry_only_with_its_author_chain_broken()
    {
        Fill();
        using var ledger = _folder.Open();
        using var file = RawFile.Of(_folder.Path).WithoutTriggers();
        // Drop entry 2 and renumber what follows, wrapper and all, as a careful forger without a key can.
        file.Run("pragma foreign_keys = off; delete from entry where seq = 2; delete from disclosure where seq = 2");
        foreach (var seq in Enumerable.Range(3, 5))
        {
            var leaf = file.Column<byte[]>($"select leaf from entry where seq = {seq}").Single();
            Assert.True(Leaf.TryParse(leaf, out var parsed, out _));
            var moved = (parsed with { Seq = seq - 1 }).ToBytes();
            file.Run("update entry set seq = seq - 1, leaf = $leaf, leaf_hash = $hash where seq = $seq", ("$leaf", moved), ("$hash", Digest.OfLeaf(moved).ToArray()), ("$seq", seq));
        }
        file.Run("update head set size = 7");
        var broken = Assert.IsType<Audit.Broken>(ledger.Audit());
        Assert.Equal(2, broken.Seq);
        Assert.Contains("does not follow", broken.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_refused_wherever_its_file_was_cut()
    {
        Fill();
        SqliteConnection.ClearAllPools();
        var whole = File.ReadAllBytes(_folder.Path);
        Assert.False(File.Exists(_folder.Path + "-wal"));
        foreach (var length in new[] { 0, 1, 15, 16, 50, 100, 512, 4095, 4096, 4097, whole.Length / 2, whole.Length - 4096, whole.Length - 1 })
        {
            File.WriteAllBytes(_folder.Path, whole[..length]);
            var refusal = LedgerStore.Open(_folder.Path, _folder.Settings) is Opening.Refused refused ? refused.Refusal : null;
            Assert.NotNull(refusal);
            Assert.True(refusal is Refusal.Damaged or Refusal.NotALedger, $"cut to {length}: {refusal}");
            Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
            Assert.True(LedgerStore.OpenOrCreate(_folder.Path, "example-truce", _folder.Settings) is Opening.Refused, $"cut to {length}, it was begun anew");
            File.Delete(_folder.Path + "-wal");
            File.Delete(_folder.Path + "-shm");
        }
    }

    [Fact]
    public void Is_refused_or_found_out_or_unharmed_whatever_byte_of_its_file_is_wrong()
    {
        Fill();
        var whole = File.ReadAllBytes(_folder.Path);
        var sound = Leaves();
        var random = new Random(20260116);
        for (var i = 0; i < 400; i++)
        {
            var bytes = whole.ToArray();
            bytes[i < 100 ? i : random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_folder.Path, bytes);
            if (LedgerStore.Open(_folder.Path, _folder.Settings) is Opening.Opened { Ledger: var ledger })
            {
                using (ledger)
                {
                    if (ledger.Audit() is Audit.Holds)
                    {
                        Assert.Equal(sound, ledger.Read().Select(e => e.LeafHash));
                    }
                }
            }
            File.Delete(_folder.Path + "-wal");
            File.Delete(_folder.Path + "-shm");
        }

        List<Digest> Leaves()
        {
            using var ledger = _folder.Open();
            return [.. ledger.Read().Select(e => e.LeafHash)];
        }
    }

    [Fact]
    public void Names_what_it_is_instead()
    {
        Assert.IsType<Refusal.NotFound>(_folder.Refused());
        File.WriteAllText(_folder.Path, "");
        Assert.IsType<Refusal.NotALedger>(_folder.Refused());
        File.WriteAllText(_folder.Path, new string('x', 8192));
        Assert.IsType<Refusal.NotALedger>(_folder.Refused());
        File.Delete(_folder.Path);
        using (var other = RawFile.Of(_folder.Path))
        {
            other.Run("create table notes(text text)");
        }
        Assert.IsType<Refusal.NotALedger>(_folder.Refused());
        Assert.IsType<Opening.Refused>(LedgerStore.OpenOrCreate(_folder.Path, "example-truce", _folder.Settings));
    }

    [Fact]
    public void Of_a_newer_format_is_left_alone()
    {
        Fill();
        using (var file = RawFile.Of(_folder.Path))
        {
            file.Run("pragma user_version = 99");
        }
        Assert.Equal(99, Assert.IsType<Refusal.NewerLedger>(_folder.Refused()).Format);
    }

    [Fact]
    public void Of_another_agreement_is_not_written_to()
    {
        Fill();
        Assert.IsType<Refusal.OtherLedger>(Assert.IsType<Opening.Refused>(LedgerStore.OpenOrCreate(_folder.Path, "another-truce", _folder.Settings)).Refusal);
    }

    [Fact]
    public void Without_its_vault_key_can_be_audited_but_not_read_or_written()
    {
        Fill();
        var key = _folder.Path + ".vault-key";
        File.Move(key, key + ".away");
        using var ledger = _folder.Open();
        Assert.False(ledger.Audit().Holds().DisclosuresOpened);
        Assert.IsType<Refusal.VaultKeyMissing>(Assert.Throws<LedgerFaultException>(() => ledger.Append(Draft.Of(Some.Claim("c9")))).Refusal);
        Assert.IsType<Refusal.VaultKeyMissing>(Assert.Throws<LedgerFaultException>(() => ledger.Read().ToList()).Refusal);
        File.WriteAllText(key, "servanda/vault/v1 " + Convert.ToBase64String(new byte[32]) + "\n");
        SecretMode.Set(key);
        Assert.IsType<Refusal.WrongVaultKey>(Assert.Throws<LedgerFaultException>(() => ledger.Read().ToList()).Refusal);
        Assert.Equal(8, ledger.Size);
    }
}
