using System.Runtime.CompilerServices;
using System.Text;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

/// <summary>The bytes of a leaf are for ever: a difference here is a new version of the format, never a fix. ACCEPT=1 rewrites.</summary>
public sealed class The_bytes_of_an_entry
{
    private static readonly Happened January15 = new(Stamp.On(new LocalDate(2026, 1, 15)), Stamp.At(new LocalDateTime(2026, 1, 15, 18, 30).WithOffset(Offset.FromHours(1))));

    [Fact]
    public void Are_the_same_on_every_machine_for_every_kind()
    {
        using var folder = new LedgerFolder();
        using var ledger = folder.Open();
        var written = WriteOneOfEach(ledger, folder);
        Assert.Equal(EntryKinds.All.Order(StringComparer.Ordinal), written.Keys.Where(EntryKinds.IsKnown).Order(StringComparer.Ordinal));
        Assert.All(written, pair => IsAsKept(pair.Key, pair.Value));
        ledger.Audit().Holds();
    }

    private static Dictionary<string, string> WriteOneOfEach(LedgerStore ledger, LedgerFolder folder)
    {
        var claims = new Claim[]
        {
            new Claim.Assert
            {
                Id = "c1", Speaker = "north", Via = ["wire", "broadcaster"], Provision = "halt-fire", Actor = "south", Occurrence = "o-12", Polarity = Polarity.Violation,
                Happened = January15, Said = Some.January16, Grade = Grade.Corroborated, Figure = new Figure(1.50m, Bound.Between, "person", High: 3m),
                Zone = "whole-area", Place = new Place("The bridge", 46.5m, 7m, "within a kilometre"), Source = new Source("sha256:00", 17, 23, "«fire» 🔥\n"), Note = "decomposed e\u0301",
            },
            new Claim.Deny { Id = "c2", Speaker = "south", Provision = "halt-fire", Actor = "south", Occurrence = "o-12", Said = Some.January16 },
            new Claim.Count { Id = "c5", Speaker = "watch", Counter = "captives-returned", Figure = new Figure(1, Bound.AllBut, "person", Of: 30), Said = Some.January16 },
            new Claim.NotDone { Id = "c6", Speaker = "north", Provision = "return-captives", Actor = "south", Said = Some.January16 },
            new Claim.Coverage { Id = "c7", Speaker = "watch", Provision = "halt-fire", Zone = "whole-area", FoundSome = true, Complete = true, Occurrences = ["o-12"], Said = Some.January16 },
            new Claim.Exercise { Id = "c8", Speaker = "envoy", Phase = "two", Said = Some.January16 },
            new Claim.Verify { Id = "c9", Speaker = "watch", Of = "c1", Note = "visited 17 January", Said = Some.January16 },
            new Claim.Retract { Id = "c10", Speaker = "north", Of = "c1", Said = Some.January16 },
            new Claim.Demand { Id = "c14", Speaker = "south", Topic = "withdrawal", Toward = ["north"], Said = Some.January16 },
            new Claim.Position { Id = "c11", Speaker = "south", Provision = "disarm", Topic = "disarmament", Stance = Stance.Against, Meeting = "talks-february", Said = Some.January16 },
            new Claim.Commitment { Id = "c15", Speaker = "north", Provision = "halt-fire", Exception = "answer-to-fire", Said = Some.January16 },
            new Claim.Expectation { Id = "c16", Speaker = "envoy", Topic = "talks", Said = Some.January16 },
            Some.Sealed("c-restricted") with { Visibility = new Visibility("names", ["north", "watch"]), Figure = new Figure(41, Bound.AtLeast, "killed") },
        };
        ledger.Append([.. claims.Select(Draft.Of)]);
        folder.Clock.Now += Duration.FromMilliseconds(1500);
        ledger.Append(Draft.Of(claims[1] with { Provision = "aid-entry" }));
        ledger.Append([
            Draft.Link("c1", "o-12", "same place and hour"), Draft.Unlink("c1", "o-12"), Draft.Note("The line was moved by agreement.", about: "c1"),
            Draft.Review(ReviewOutcome.Edited, new Source("sha256:00", 17, 23, "fire"), ["c1"], "speaker corrected")]);
        ledger.AddDocument("Fire stopped at noon.\n"u8.ToArray(), "text/plain; charset=utf-8", "wire");
        ledger.Import([Draft.Of(Some.Claim("row-1")), Draft.Of(Some.Claim("row-2"))], "claims", "sha256:00");
        var other = LedgerFolder.Key("south.example/office", 2).Public;
        ledger.Append([
            Draft.RegisterKey(other), Draft.RevokeKey(other, "left the office", Some.January16),
            Draft.RotateKey(LedgerFolder.Key("north.example/office", 3).Public)]);
        using (var after = folder.OpenAs(LedgerFolder.Key("north.example/office", 3)))
        {
            after.Append(Draft.Redaction(LedgerFolder.Id(0x1002), ["/note", "/source"], "The source asked for it", "court order 12"));
        }

        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in ledger.Read())
        {
            var name = entry.Entry.Clear["visibility"]!.GetValue<string>() != "public" ? "assert-restricted"
                : entry.Payload is Payload.OfClaim { Claim.Id: "row-1" } ? "assert-row-of-a-batch" : entry.Entry.Kind;
            written.TryAdd(name, $"{Encoding.UTF8.GetString(entry.Leaf.Span)}\n{entry.LeafHash.ToHex()}\n");
        }
        return written;
    }

    private static void IsAsKept(string name, string text, [CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(here)!, "Golden"));
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(here)!, "Golden", $"{name}.txt"), text);
            return;
        }
        var kept = Path.Combine(AppContext.BaseDirectory, "Ledger", "Golden", $"{name}.txt");
        Assert.True(File.Exists(kept), $"Golden/{name}.txt is not there: run with ACCEPT=1 and look at it.");
        Assert.Equal(File.ReadAllText(kept), text);
    }
}
