using System.Diagnostics;
using Servanda.Ledger;
using Servanda.Merkle;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

public sealed class A_ledger_that_is_watched : IDisposable
{
    private readonly LedgerFolder _folder = new();
    private readonly Witness _witness;

    public A_ledger_that_is_watched() => _witness = Witness.Create(Path.Combine(_folder.Folder, "witness"), "ngo.example/witness", _folder.Clock)!;

    public void Dispose() => _folder.Dispose();

    private static void Grow(LedgerStore ledger, int claims, string name = "c") =>
        ledger.Append([.. Enumerable.Range(0, claims).Select(i => Draft.Of(Some.Claim($"{name}{i}")))]);

    private WitnessAnswer Show(LedgerStore ledger, long since) => _witness.Add(ledger.ProveSince(since).ToString());

    /// <summary>A ledger with its witness, one checkpoint cosigned.</summary>
    private LedgerStore Watched(int claims)
    {
        var ledger = _folder.Open();
        Grow(ledger, claims);
        ledger.Append(Draft.RegisterKey(_witness.Public));
        ledger.Sign();
        _witness.Watch(ledger.Keys().Of(ledger.Origin)!);
        ledger.Cosign(Show(ledger, 0).Body);
        return ledger;
    }

    [Fact]
    public void Is_cosigned_as_long_as_it_only_grows()
    {
        using var ledger = Watched(3);
        for (var (size, round) = (ledger.Size, 0); round < 5; round++)
        {
            Grow(ledger, 100, $"round{round}-");
            ledger.Sign();
            var answer = Show(ledger, size);
            Assert.Equal(WitnessAnswer.Cosigned, answer.Status);
            Assert.Equal([("ngo.example/witness", _folder.Clock.Now.ToUnixTimeSeconds())], ledger.Cosign(answer.Body).SeenBy);
            size = ledger.Size;
        }
        Assert.Equal(6, ledger.Audit().Holds().Checkpoints);
        Assert.Equal([1, 1, 1, 1, 1, 1], ledger.Checkpoints().Select(c => c.SeenBy.Count));
        Assert.Equal(ledger.LastCheckpoint()!.Note.ToString(), _witness.Latest(Witness.HashOf(ledger.Origin)));
    }

    [Fact]
    public void Answers_as_the_protocol_has_it()
    {
        using var ledger = Watched(3);
        var (first, size) = (ledger.ProveSince(0).ToString(), ledger.Size);
        Grow(ledger, 3, "more");
        ledger.Sign();
        Assert.Equal((WitnessAnswer.OtherSize, $"{size}\n", "text/x.tlog.size"), Show(ledger, 0) is var other ? (other.Status, other.Body, other.MediaType) : default);
        Assert.Equal(WitnessAnswer.Malformed, _witness.Add("hello").Status);
        Assert.Equal(WitnessAnswer.Malformed, _witness.Add(first.Replace("old 0\n", "old 99\n", StringComparison.Ordinal)).Status);
        Assert.Equal(WitnessAnswer.Unknown, _witness.Add(Signed(LedgerFolder.Key("other.example/log", 9), "other.example/log", 1)).Status);
        Assert.Equal(WitnessAnswer.NotItsKey, _witness.Add(Signed(LedgerFolder.Key(ledger.Origin, 9), ledger.Origin, 99)).Status);
        Assert.Equal(WitnessAnswer.Inconsistent, _witness.Add(ledger.ProveSince(size).ToString().Replace(ledger.ProveSince(size).Path[0].ToBase64(), Digest.Of("x").ToBase64(), StringComparison.Ordinal)).Status);
        Assert.Equal(WitnessAnswer.Cosigned, Show(ledger, size).Status);
        // The newest once more: nothing changed, so it is cosigned again.
        Assert.Equal(WitnessAnswer.Cosigned, Show(ledger, ledger.Size).Status);
        Assert.Null(_witness.Latest("../../witness.key"));
    }

    [Fact]
    public void Is_found_out_when_it_was_rolled_back()
    {
        var kept = Path.Combine(_folder.Folder, "kept");
        var ledger = Watched(3);
        using (ledger)
        {
            Copy(_folder.Path, kept);
            Grow(ledger, 10, "more");
            var since = ledger.LastCheckpoint()!.Checkpoint.Size;
            ledger.Sign();
            ledger.Cosign(Show(ledger, since).Body);
        }
        Copy(kept, _folder.Path);
        using var back = _folder.Open();
        // By the memory of whoever signs, which is kept apart from the ledger.
        var refusal = Assert.IsType<Refusal.RolledBack>(Assert.IsType<Audit.Broken>(back.Audit()).Refusal);
        Assert.Equal((back.Size, 16L), (refusal.Size, refusal.SeenSize));
        Assert.IsType<Refusal.RolledBack>(Assert.Throws<LedgerFaultException>(() => back.Sign()).Refusal);
        // By the witness, and by what the witness keeps, even where that memory is gone.
        Assert.Contains("rolled-back", Show(back, 0).Evidence, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_folder.Settings.Home.Folder, "logs"), recursive: true);
        back.Audit().Holds();
        var seen = _witness.Latest(Witness.HashOf(back.Origin))!;
        var told = Assert.IsType<Refusal.RolledBack>(back.Against(seen));
        Assert.All([seen, back.LastCheckpoint()!.Note.ToString()], text => Assert.Contains(text, Inconsistency.Of(told), StringComparison.Ordinal));
    }

    [Fact]
    public void Is_found_out_when_it_was_rewritten()
    {
        var kept = Path.Combine(_folder.Folder, "kept");
        using (var ledger = Watched(3))
        {
            Copy(_folder.Path, kept);
            Grow(ledger, 10, "one-history-");
            var since = ledger.LastCheckpoint()!.Checkpoint.Size;
            ledger.Sign();
            ledger.Cosign(Show(ledger, since).Body);
        }
        Copy(kept, _folder.Path);
        using var other = _folder.Open();
        Grow(other, 20, "another-history-");
        Assert.IsType<Refusal.Forked>(Assert.IsType<Audit.Broken>(other.Audit()).Refusal);
        Assert.IsType<Refusal.Forked>(Assert.Throws<LedgerFaultException>(() => other.Sign()).Refusal);
        // Even when the key signs it all the same, on a machine that remembers nothing.
        File.Delete(Directory.GetFiles(_folder.Settings.Home.Folder, "checkpoint", SearchOption.AllDirectories).Single());
        other.Sign();
        var answer = Show(other, 16);
        Assert.Equal(WitnessAnswer.Inconsistent, answer.Status);
        Assert.Contains("forked", answer.Evidence, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Folder, "witness"), "forked-*.txt", SearchOption.AllDirectories));
        var seen = _witness.Latest(Witness.HashOf(other.Origin))!;
        Assert.Equal(seen, Assert.IsType<Refusal.Forked>(other.Against(seen)).Seen);
        // What somebody else signed proves nothing against the ledger.
        Assert.IsType<Refusal.NotItsCheckpoint>(other.Against(Signed(LedgerFolder.Key(other.Origin, 9), other.Origin, 16).Split("\n\n", 2)[1]));
    }

    [Fact]
    public void Has_no_stored_checkpoint_that_does_not_fit()
    {
        using var ledger = Watched(3);
        using var file = RawFile.Of(_folder.Path).WithoutTriggers();
        var key = SigningKey.At(Directory.GetFiles(_folder.Settings.Home.Folder, "log.key", SearchOption.AllDirectories).Single())!;
        file.Run("update checkpoint set note = $note", ("$note", key.Sign(new Checkpoint(ledger.Origin, ledger.Size, Digest.Of("x")).ToText()).ToString()));
        Assert.IsType<Refusal.Damaged>(Assert.IsType<Audit.Broken>(ledger.Audit()).Refusal);
        file.Run("update checkpoint set note = $note", ("$note", LedgerFolder.Key(ledger.Origin, 9).Sign(new Checkpoint(ledger.Origin, ledger.Size, Digest.Of("x")).ToText()).ToString()));
        Assert.Contains("not signed", Assert.IsType<Audit.Broken>(ledger.Audit()).Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Goes_on_under_the_key_that_follows()
    {
        using var ledger = Watched(3);
        var old = ledger.Keys().Of(ledger.Origin)!;
        var keyring = new Keyring(_folder.Settings.Home);
        var secret = SigningKey.At(keyring.All.Single(own => own.Role == "log").File)!;
        using (var asLog = _folder.OpenAs(secret))
        {
            Assert.IsType<Refusal.KeyNotRegistered>(Assert.IsType<Outcome.Refused>(asLog.Append(Draft.Of(Some.Claim("x")))).Refusal);
            var next = keyring.Next(secret);
            Assert.IsType<Outcome.Recorded>(asLog.Append(Draft.RotateKey(next.Public)));
            keyring.Replace(secret, next);
        }
        var size = ledger.LastCheckpoint()!.Checkpoint.Size;
        var signed = ledger.Sign();
        Assert.NotEqual(old, ledger.Keys().Of(ledger.Origin));
        Assert.Equal(WitnessAnswer.NotItsKey, Show(ledger, size).Status);
        _witness.Watch(ledger.Keys().Of(ledger.Origin)!);
        Assert.Equal(WitnessAnswer.Cosigned, Show(ledger, size).Status);
        Assert.Equal(2, ledger.Audit().Holds().Checkpoints);
        Assert.Null(ledger.Against(signed.Note.ToString()));
    }

    [Fact]
    public void Is_accepted_by_a_program_that_knows_the_public_formats_alone()
    {
        using var ledger = Watched(3);
        var first = Write("first.txt", ledger.LastCheckpoint()!.Note.ToString());
        // Past one full tile of each of two levels would take long; past several of the first will do.
        Grow(ledger, 700, "more");
        ledger.Import([.. Enumerable.Range(0, 300).Select(i => Draft.Of(Some.Sealed($"row-{i}")))], "claims");
        var size = ledger.LastCheckpoint()!.Checkpoint.Size;
        ledger.Sign();
        ledger.Cosign(Show(ledger, size).Body);
        var (log, witness) = (ledger.Keys().Of(ledger.Origin)!.ToString(), _witness.Public.ToString());
        var tiles = Path.Combine(_folder.Folder, "tiles");
        ledger.WriteTiles(tiles);
        Assert.Equal((0, "1007 entries and their tiles hold"), Check("tiles", tiles, log, witness));
        foreach (var named in new[] { "0", "255", "256", "700", "1006", "row-7", ledger.Read(300).First().Entry.Id.ToString() })
        {
            Assert.Equal(0, Check("proof", Write("entry.tlog-proof", ledger.Prove(named).ToString()), log, witness).Code);
        }
        Assert.Equal((0, "1007 entries continue 6"), Check("consistency", first, Write("request.txt", ledger.ProveSince(size).ToString()), log));
        // And it is not accepted when a byte of it is another one.
        var bundle = Path.Combine(tiles, "tile", "entries", "001");
        var bytes = File.ReadAllBytes(bundle);
        bytes[1000] ^= 1;
        File.WriteAllBytes(bundle, bytes);
        Assert.Equal((1, "does not hold: tile 0/1"), Check("tiles", tiles, log, witness));
        Assert.Equal(1, Check("proof", Write("entry.tlog-proof", ledger.Prove("7").ToString().Replace("index 7", "index 6", StringComparison.Ordinal)), log).Code);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Code, string Says) Check(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "Ledger", "check_log.py"), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var says = process.StandardOutput.ReadToEnd().TrimEnd();
        process.WaitForExit();
        return (process.ExitCode, says);
    }

    private static string Signed(SigningKey key, string origin, long size) =>
        $"old 0\n\n{key.Sign(new Checkpoint(origin, size, Digest.Of("x")).ToText())}";

    private static void Copy(string from, string to)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        using (var raw = RawFile.Of(from))
        {
            raw.Run("pragma wal_checkpoint(truncate)");
        }
        File.Copy(from, to, overwrite: true);
        File.Delete(to + "-wal");
        File.Delete(to + "-shm");
        if (File.Exists(from + ".vault-key") && !File.Exists(to + ".vault-key"))
        {
            File.Copy(from + ".vault-key", to + ".vault-key");
        }
    }
}

public sealed class A_ledger_of_an_earlier_format : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Is_led_to_the_newest_one_with_nothing_lost()
    {
        var released = Path.Combine(AppContext.BaseDirectory, "Ledger", "Released", "format-1.ledger");
        File.Copy(released, _folder.Path);
        File.Copy(released + ".vault-key", _folder.Path + ".vault-key");
        SecretMode.Set(_folder.Path + ".vault-key");
        var key = Path.Combine(_folder.Folder, "author.key");
        File.Copy(Path.Combine(Path.GetDirectoryName(released)!, "format-1.author.key"), key);
        SecretMode.Set(key);
        List<byte[]> before;
        using (var file = RawFile.Of(_folder.Path))
        {
            Assert.Equal([1L], file.Column<long>("pragma user_version"));
            before = file.Column<byte[]>("select leaf from entry order by seq");
        }
        using var ledger = LedgerStore.Open(_folder.Path, _folder.Settings with { Author = SigningKey.At(key) }).OrThrow();
        Assert.Equal(before, ledger.Read().Select(e => e.Leaf.ToArray()));
        Assert.Equal(44, ledger.Audit().Holds().Entries);
        Assert.Equal(44, ledger.Append(Draft.Of(Some.Claim("new"))).Seq());
        Assert.Equal(46, ledger.Sign().Checkpoint.Size);
        Assert.Equal(46, ledger.Audit().Holds().Entries);
    }
}
