using System.Text;
using NodaTime;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

public sealed class A_ledger_in_a_file() : A_ledger(new LedgerFolder());

public sealed class A_ledger_on_a_server(PostgresServer server) : A_ledger(new LedgerFolder(server.Database()));

public abstract class A_ledger : IDisposable
{
    private readonly LedgerFolder _folder;

    private protected A_ledger(LedgerFolder folder) => _folder = folder;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Begins_with_the_key_of_its_first_author()
    {
        using var ledger = _folder.Open();
        Assert.Equal(0, ledger.Size);
        ledger.Append(Draft.Of(Some.Claim("c1")));
        Assert.Equal(_folder.Settings.Author!.Public, Assert.IsType<Payload.KeyRegister>(ledger.Read().First().Payload).Key);
        Assert.Equal(("servanda.local/example-truce", "example-truce"), (ledger.Origin, ledger.Agreement));
    }

    [Fact]
    public void Counts_its_entries_from_zero_without_gaps()
    {
        using var ledger = _folder.Open();
        foreach (var batch in Enumerable.Range(0, 20))
        {
            ledger.Append([.. Enumerable.Range(0, batch % 4).Select(i => Draft.Of(Some.Claim($"c{batch}-{i}")))]);
        }
        Assert.Equal(Enumerable.Range(0, (int)ledger.Size).Select(i => (long)i), ledger.Read().Select(e => e.Seq));
        Assert.Equal(ledger.Size, ledger.Audit().Holds().Entries);
    }

    [Fact]
    public void Gives_back_every_claim_as_it_was_recorded()
    {
        var claims = new[] { Some.Claim("c1"), Some.Sealed("c2"), Some.Sealed("c3") with { Visibility = new Visibility("side:north", []) } };
        using (var ledger = _folder.Open())
        {
            ledger.Append([.. claims.Select(Draft.Of)]);
        }
        using var again = LedgerStore.Open(_folder.Place, _folder.Settings).OrThrow();
        Assert.Equivalent(claims.Select(c => c with { Recorded = LedgerFolder.Start }), LedgerView.Of(again.Read()).Claims, strict: true);
    }

    [Fact]
    public void Writes_nothing_when_the_same_claim_comes_again()
    {
        using var ledger = _folder.Open();
        var first = ledger.Append(Draft.Of(Some.Sealed("c1")));
        _folder.Clock.Now += Duration.FromHours(1);
        var again = Assert.IsType<Outcome.Known>(ledger.Append(Draft.Of(Some.Sealed("c1"))));
        Assert.Equal((first.Seq(), 2), (again.Seq, ledger.Size));
    }

    [Fact]
    public void Writes_nothing_when_the_same_entry_comes_again()
    {
        using var ledger = _folder.Open();
        var note = Draft.Note("The line was moved.") with { Id = LedgerFolder.Id(7) };
        Assert.Equal(ledger.Append(note).Seq(), Assert.IsType<Outcome.Known>(ledger.Append(note)).Seq);
        Assert.Equal(1, ledger.Append(Draft.Note("Another.") with { Id = LedgerFolder.Id(7) }).Refusal<Refusal.EntryIdTaken>().Seq);
        Assert.Equal(2, ledger.Size);
    }

    [Fact]
    public void Takes_another_content_under_the_same_id_as_a_correction()
    {
        using var ledger = _folder.Open();
        var outcomes = ledger.Append([Draft.Of(Some.Claim("c1")), Draft.Of(Some.Claim("c1") with { Zone = "whole-area" }), Draft.Of(Some.Claim("c1") with { Zone = "bridge" }), Draft.Of(Some.Claim("c1"))]);
        Assert.Equal([1L, 2L, 3L], outcomes.Skip(1).Select(o => Assert.IsType<Outcome.Corrected>(o).Corrects));
        Assert.Equal([null, "whole-area", "bridge", null], LedgerView.Of(ledger.Read()).Claims.Select(c => c.Zone));
        Assert.All(LedgerView.Of(ledger.Read()).Claims, c => Assert.Equal("c1", c.Id));
        ledger.Audit().Holds();
    }

    [Fact]
    public void Lets_a_claim_change_its_kind_in_a_correction()
    {
        using var ledger = _folder.Open();
        ledger.Append(Draft.Of(Some.Claim("c1")));
        var denial = new Claim.Deny { Id = "c1", Speaker = "north", Provision = "halt-fire", Said = Some.January16 };
        Assert.IsType<Outcome.Corrected>(ledger.Append(Draft.Of(denial)));
        Assert.IsType<Outcome.Known>(ledger.Append(Draft.Of(denial)));
        Assert.IsType<Claim.Deny>(LedgerView.Of(ledger.Read()).Claims[^1]);
    }

    [Fact]
    public void Takes_two_spellings_of_one_text_for_the_same()
    {
        using var ledger = _folder.Open();
        ledger.Append(Draft.Of(Some.Claim("caf\u00e9") with { Note = "\u00e9" }));
        Assert.IsType<Outcome.Known>(ledger.Append(Draft.Of(Some.Claim("cafe\u0301") with { Note = "e\u0301" })));
    }

    [Fact]
    public void Lets_nobody_correct_the_claim_of_another()
    {
        var south = LedgerFolder.Key("south.example/office", 2);
        using var ledger = _folder.Open();
        ledger.Append([Draft.Of(Some.Claim("c1")), Draft.RegisterKey(south.Public)]);
        using var theirs = _folder.OpenAs(south);
        Assert.Equal("north.example/office", theirs.Append(Draft.Of(Some.Claim("c1") with { Zone = "bridge" })).Refusal<Refusal.NotOwnEntry>().Author);
        Assert.IsType<Outcome.Recorded>(theirs.Append(Draft.Of(Some.Claim("c2", "south"))));
        Assert.Equal(["north.example/office", "south.example/office"], ledger.Read(2).Select(e => e.Author));
        ledger.Audit().Holds();
    }

    [Fact]
    public void Never_goes_back_in_time_though_the_clock_does()
    {
        using var ledger = _folder.Open();
        ledger.Append(Draft.Of(Some.Claim("c1")));
        _folder.Clock.Now -= Duration.FromDays(365);
        ledger.Append(Draft.Of(Some.Claim("c2")));
        _folder.Clock.Now += Duration.FromDays(730);
        ledger.Append(Draft.Of(Some.Claim("c3")));
        Assert.Equal([LedgerFolder.Start, LedgerFolder.Start, LedgerFolder.Start + Duration.FromDays(365)], LedgerView.Of(ledger.Read()).Claims.Select(c => c.Recorded!.Value));
    }

    [Fact]
    public void Tells_links_apart_from_claims()
    {
        using var ledger = _folder.Open();
        ledger.Append([Draft.Of(Some.Claim("c1")), Draft.Link("c1", "o-1"), Draft.Unlink("c1", "o-1", "not the same")]);
        var view = LedgerView.Of(ledger.Read());
        Assert.Equal([new Link("c1", "o-1", true, LedgerFolder.Start), new Link("c1", "o-1", false, LedgerFolder.Start)], view.Links);
        Assert.Single(view.Claims);
    }

    [Fact]
    public void Shows_nothing_of_a_restricted_claim_in_its_leaf()
    {
        using var ledger = _folder.Open();
        ledger.Append(Draft.Of(Some.Sealed("c-secret") with { Speaker = "Somebody", Zone = "bridge", Visibility = new Visibility("names", ["watch"]) }));
        var leaf = Encoding.UTF8.GetString(ledger.Read(1).Single().Leaf.Span);
        Assert.All(["c-secret", "Somebody", "bridge", "halt-fire", "2026-01-16", "wire", "Witness", "watch", "46.5"], word => Assert.DoesNotContain(word, leaf, StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_what_would_not_read_back_and_records_the_rest()
    {
        using var ledger = _folder.Open();
        var outcomes = ledger.Append([Draft.Of(Some.Claim("")), Draft.Of(Some.Claim("c1") with { Note = "\ud800" }), Draft.Of(Some.Claim("c2")), Draft.Note("text") with { Id = Guid.Parse("f47ac10b-58cc-4372-a567-0e02b2c3d479") }]);
        Assert.All([outcomes[0], outcomes[1], outcomes[3]], o => o.Refusal<Refusal.BadContent>());
        Assert.Equal(1, Assert.IsType<Outcome.Recorded>(outcomes[2]).Seq);
    }

    [Fact]
    public void Refuses_an_entry_that_fits_no_bundle()
    {
        using var ledger = _folder.Open();
        var longest = Some.Claim("c1") with { Topic = new string('x', Leaf.Longest) };
        Assert.True(ledger.Append(Draft.Of(longest)).Refusal<Refusal.TooLarge>().Bytes > Leaf.Longest);
        Assert.IsType<Outcome.Recorded>(ledger.Append(Draft.Of(longest with { Topic = new string('x', 60_000) })));
        ledger.Audit().Holds();
    }

}

public sealed class A_document_in_a_file() : A_document(new LedgerFolder());

public sealed class A_document_on_a_server(PostgresServer server) : A_document(new LedgerFolder(server.Database()));

public abstract class A_document : IDisposable
{
    private readonly LedgerFolder _folder;

    private protected A_document(LedgerFolder folder) => _folder = folder;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Is_kept_byte_for_byte_and_filed_once()
    {
        using var ledger = _folder.Open();
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "line\r\n\0é"u8, 0xFF];
        var filed = ledger.AddDocument(bytes, "text/plain", "wire");
        Assert.Equal(filed.Outcome.Seq(), Assert.IsType<Outcome.Known>(ledger.AddDocument(bytes, "text/plain", "wire").Outcome).Seq);
        var stored = ledger.Document(filed.Hash)!;
        Assert.Equal(bytes, stored.Content.ToArray());
        Assert.Equal("text/plain", stored.MediaType);
        Assert.Null(ledger.Document("sha256:00"));
        Assert.Equal(new Payload.Document(filed.Hash, "text/plain", bytes.Length, "wire"), ledger.Read(1).Single().Payload);
        Assert.Equal(1, ledger.Audit().Holds().Documents);
    }

    [Fact]
    public void Says_what_is_quoted_from_it_or_the_claim_is_refused()
    {
        using var ledger = _folder.Open();
        var filed = ledger.AddDocument("Le cessez-le-feu 🔥 a commence\u0301.\r\nFin"u8.ToArray(), "text/plain; charset=utf-8", "wire");
        Outcome Quoting(int start, int end, string? exact) => ledger.Append(Draft.Of(Some.Claim($"c{start}-{end}") with { Source = new Source(filed.Hash, start, end, exact) }));
        Assert.False(Assert.IsType<Outcome.Recorded>(Quoting(17, 32, "🔥 a commencé.")).DocumentUnknown);
        Assert.IsType<Outcome.Recorded>(Quoting(22, 37, "commencé.\nFin"));
        var differs = Quoting(3, 16, "cessez le feu").Refusal<Refusal.SpanDiffers>();
        Assert.Equal((filed.Hash, 3, 16, "cessez-le-feu"), (differs.Document, differs.Start, differs.End, differs.Found));
        Quoting(3, 1000, "x").Refusal<Refusal.SpanDiffers>();
        Quoting(5, 4, null).Refusal<Refusal.BadContent>();
    }

    [Fact]
    public void That_nobody_filed_may_be_quoted_and_this_is_noted()
    {
        using var ledger = _folder.Open();
        var hash = "sha256:" + new string('0', 64);
        Assert.True(Assert.IsType<Outcome.Recorded>(ledger.Append(Draft.Of(Some.Claim("c1") with { Source = new Source(hash, 0, 4, "fire") }))).DocumentUnknown);
    }
}

public sealed class An_import_in_a_file() : An_import(new LedgerFolder());

public sealed class An_import_on_a_server(PostgresServer server) : An_import(new LedgerFolder(server.Database()));

public abstract class An_import : IDisposable
{
    private readonly LedgerFolder _folder;

    private protected An_import(LedgerFolder folder) => _folder = folder;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Signs_once_for_all_its_rows()
    {
        using var ledger = _folder.Open();
        var rows = Enumerable.Range(0, 300).Select(i => Draft.Of(Some.Sealed($"row-{i}"))).ToList();
        var imported = ledger.Import(rows, "claims");
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), imported.Rows.Select(o => o.Seq()));
        Assert.Equal(301, imported.Batch!.Seq());
        Assert.Equal(2, ledger.Read().Count(e => Leaf.TryParse(e.Leaf.Span, out var leaf, out _) && leaf.IsSigned));
        Assert.Equal(302, ledger.Audit().Holds().Entries);
    }

    [Fact]
    public void Again_writes_only_what_is_new()
    {
        using var ledger = _folder.Open();
        ledger.Import([Draft.Of(Some.Claim("a")), Draft.Of(Some.Claim("b"))], "claims");
        Assert.Null(ledger.Import([Draft.Of(Some.Claim("a")), Draft.Of(Some.Claim("b"))], "claims").Batch);
        var third = ledger.Import([Draft.Of(Some.Claim("a")), Draft.Of(Some.Claim("b") with { Zone = "bridge" }), Draft.Of(Some.Claim(""))], "claims");
        Assert.IsType<Outcome.Known>(third.Rows[0]);
        Assert.IsType<Outcome.Corrected>(third.Rows[1]);
        third.Rows[2].Refusal<Refusal.BadContent>();
        Assert.Equal(6, ledger.Audit().Holds().Entries);
    }

    [Fact]
    public void Carries_no_keys()
    {
        using var ledger = _folder.Open();
        ledger.Import([Draft.RegisterKey(LedgerFolder.Key("x.example", 9).Public)], "claims").Rows[0].Refusal<Refusal.BadContent>();
    }
}

public sealed class A_key_in_a_file() : A_key(new LedgerFolder());

public sealed class A_key_on_a_server(PostgresServer server) : A_key(new LedgerFolder(server.Database()));

public abstract class A_key : IDisposable
{
    private readonly LedgerFolder _folder;

    private protected A_key(LedgerFolder folder) => _folder = folder;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Is_made_on_first_use_in_a_file_only_its_owner_reads()
    {
        _folder.Settings = _folder.Settings with { Author = null };
        string vault;
        using (var ledger = _folder.Open())
        {
            ledger.Append(Draft.Of(Some.Sealed("c1")));
            vault = ledger.VaultFile;
        }
        var file = _folder.Settings.Home.File(SigningKey.FileName);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(vault));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Settings.Home.Folder));
        }
        using var again = _folder.Open();
        Assert.IsType<Outcome.Recorded>(again.Append(Draft.Of(Some.Claim("c2"))));
        Assert.DoesNotContain(Environment.UserName, SigningKey.Of(_folder.Settings.Home).Name, StringComparison.OrdinalIgnoreCase);
        again.Audit().Holds();
    }

    [Fact]
    public void That_others_may_read_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are those of Unix");
        SigningKey.Of(_folder.Settings.Home);
        var file = _folder.Settings.Home.File(SigningKey.FileName);
        SecretMode.Set(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var refusal = Assert.IsType<Refusal.BadKeyFile>(Assert.Throws<LedgerFaultException>(() => SigningKey.Of(_folder.Settings.Home)).Refusal);
        Assert.Contains("chmod 600", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void That_is_not_registered_appends_nothing()
    {
        using var ledger = _folder.Open();
        ledger.Append(Draft.Of(Some.Claim("c1")));
        using var stranger = _folder.OpenAs(LedgerFolder.Key("stranger.example", 5));
        stranger.Append(Draft.Of(Some.Claim("c2"))).Refusal<Refusal.KeyNotRegistered>();
        using var impostor = _folder.OpenAs(LedgerFolder.Key("north.example/office", 5));
        impostor.Append(Draft.Of(Some.Claim("c2"))).Refusal<Refusal.KeyNotRegistered>();
        Assert.Equal(2, ledger.Size);
    }

    [Fact]
    public void Is_followed_by_the_next_one()
    {
        var next = LedgerFolder.Key("north.example/office", 7);
        using var ledger = _folder.Open();
        var outcomes = ledger.Append([Draft.Of(Some.Claim("c1")), Draft.RotateKey(LedgerFolder.Key("x.example", 8).Public), Draft.RotateKey(next.Public), Draft.Of(Some.Claim("c2"))]);
        outcomes[1].Refusal<Refusal.NotYourKey>();
        outcomes[3].Refusal<Refusal.KeyNotRegistered>();
        using var later = _folder.OpenAs(next);
        Assert.IsType<Outcome.Corrected>(later.Append(Draft.Of(Some.Claim("c1") with { Zone = "bridge" })));
        later.Audit().Holds();
    }

    [Fact]
    public void That_was_revoked_appends_no_more_and_its_entries_stay()
    {
        var south = LedgerFolder.Key("south.example/office", 2);
        using var ledger = _folder.Open();
        ledger.Append(Draft.RegisterKey(south.Public));
        using var theirs = _folder.OpenAs(south);
        theirs.Append(Draft.Of(Some.Claim("c1", "south")));
        theirs.Append(Draft.RevokeKey(_folder.Settings.Author!.Public)).Refusal<Refusal.NotYourKey>();
        ledger.Append(Draft.RegisterKey(LedgerFolder.Key("south.example/office", 9).Public)).Refusal<Refusal.KeyNameTaken>();
        Assert.IsType<Outcome.Recorded>(ledger.Append(Draft.RevokeKey(south.Public, "stolen", Some.January16)));
        theirs.Append(Draft.Of(Some.Claim("c2", "south"))).Refusal<Refusal.KeyNotRegistered>();
        Assert.Contains(LedgerView.Of(ledger.Read()).Claims, c => c.Id == "c1");
        ledger.Audit().Holds();
    }
}

public sealed class The_file_of_a_ledger : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keeps_no_sealed_value_readable_in_its_file()
    {
        using (var ledger = _folder.Open())
        {
            ledger.Append([Draft.Of(Some.Sealed("c1")), Draft.Of(Some.Claim("c-secret") with { Visibility = new Visibility("mediators", []) })]);
        }
        var bytes = Encoding.Latin1.GetString(File.ReadAllBytes(_folder.Path));
        Assert.All(["Witness", "wire", "The bridge", "c-secret"], word => Assert.DoesNotContain(word, bytes, StringComparison.Ordinal));
    }

    [Fact]
    public void Cannot_be_changed_through_its_own_file()
    {
        using var ledger = _folder.Open();
        ledger.Append(Draft.Of(Some.Claim("c1")));
        using var file = RawFile.Of(_folder.Path);
        Assert.All(
            ["update entry set kind = 'deny'", "delete from entry", "update head set size = 1", "delete from head", "insert or replace into entry select * from entry",
             "insert or replace into entry select ledger_id, seq + 1, event_id, author, author_seq + 1, kind, leaf_hash, leaf, recorded_at from entry where seq = 1"],
            sql => Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => file.Run(sql)));
    }
}
