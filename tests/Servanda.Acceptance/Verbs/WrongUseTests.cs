using Servanda.Tests;
using Xunit;

namespace Servanda.Acceptance.Verbs;

public sealed class What_cannot_be_done : IDisposable
{
    private const string Of = "--agreement example-truce --ledger servanda.db";

    private readonly Desk desk = new();

    [Fact]
    public void Is_told_with_what_to_do_next() => Approved.Text("wrong-use.txt", desk.Transcript(
        "stauts",
        "status --asof 2026-01-19",
        "status example-truce --as-of 2026-13-01",
        "status example-truce --as-of",
        "status",
        "status example-truc",
        "status agreements",
        "status example-truce",
        "status example-truce --claims nowhere.jsonl",
        "status example-truce --claims example-truce --standpoint nroth",
        "why halt-fier --agreement example-truce --claims example-truce",
        "why halt-fire@watch --agreement example-truce --claims example-truce",
        "why halt-fire --agreement example-truce",
        "why",
        "why halt-fire --goal maybe --agreement example-truce --claims example-truce",
        "diverge --between north north --agreement example-truce --claims example-truce",
        "positions --provision disram --agreement example-truce --claims example-truce",
        "read nowhere.txt --agreement example-truce",
        "import clams example-truce",
        "audit --agreement example-truce --ledger nowhere.db"));

    [Fact]
    public void Leaves_the_record_as_it_was() => Approved.Text("refused.txt", desk.Transcript(
        $"import claims example-truce {Of} --json",
        $"record {Of} --speaker south --provision halt-fier",
        $"record {Of} --speaker south --provision return-captives --figure \"lots\"",
        $"record {Of} --speaker south --kind verify",
        $"record {Of} --speaker south --kind count --figure \"3 killed\"",
        $"retract c999 {Of}",
        $"grade c5 --by south --reason \"We saw it\" {Of}",
        $"status --agreement gaza-2025 --ledger servanda.db",
        $"status example-truce --ledger postgres://localhost/servanda",
        $"audit {Of}"));

    [Fact]
    public void Includes_opening_what_is_no_ledger()
    {
        desk.Scratch.Write("servanda.db", "not a ledger");

        Approved.Text("no-ledger.txt", desk.Transcript($"audit {Of}", "status --agreement example-truce --ledger servanda.db"));
    }

    [Fact]
    public void Never_shows_a_stack_trace() =>
        Assert.All(new[] { "stauts", "why", "status nowhere", "record --speaker x" }, command => Assert.DoesNotContain("   at ", desk.Run(command).Shown, StringComparison.Ordinal));

    public void Dispose() => desk.Dispose();
}
