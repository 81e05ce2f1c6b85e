using Servanda.Tests;
using Xunit;

namespace Servanda.Acceptance.Verbs;

public sealed class A_record_kept_by_hand : IDisposable
{
    private const string Of = "--agreement example-truce --ledger servanda.db";

    private readonly Desk desk = new();

    [Fact]
    public void Takes_a_file_in_once() => Approved.Text("import.txt", desk.Transcript(
        $"import claims example-truce {Of} --dry-run",
        $"import claims example-truce {Of}",
        $"import claims example-truce {Of}",
        $"audit {Of}",
        $"audit {Of} --json",
        $"export claims {Of} --output first.jsonl",
        $"status --agreement example-truce --ledger servanda.db --as-of 2026-01-19 --standpoint all"));

    [Fact]
    public void Says_what_each_entry_changes() => Approved.Text("record.txt", desk.Transcript(
        $"import claims example-truce {Of} --json",
        $"record {Of} --speaker watch --provision return-captives --figure \"30 persons\" --happened 2026-02-04 --id by-hand-1",
        $"record {Of} --speaker watch --provision return-captives --figure \"30 persons\" --happened 2026-02-04 --id by-hand-1",
        $"record {Of} --speaker south --kind deny --provision halt-fire --actor south --occurrence o-12",
        $"record {Of} --speaker north-health-office --provision halt-fire --actor south --figure \"at least 44 killed\" --happened 2026-01-10/2026-02-01",
        $"record {Of} --speaker wire --provision disarm --note \"The agency's own voice.\"",
        $"retract c20 {Of}",
        $"link c32 o-14 --reason \"Another gate\" {Of}",
        $"link c32 o-14 --undo --reason \"The same gate after all\" {Of}",
        $"grade c5 --by watch --reason \"Counted at the crossing\" {Of}",
        $"audit {Of}"));

    [Fact]
    public void Names_each_row_that_is_no_claim()
    {
        desk.Scratch.Write("mixed.jsonl", """
            {"id":"m1","speaker":"watch","kind":"count","counter":"captives-returned","figure":{"value":30,"bound":"exact","unit":"person"},"said":"2026-02-01"}
            {"id":"m2","speaker":"watch","kind":"cuont","said":"2026-02-01"}
            this is no claim

            {"id":"m3","speaker":"south","kind":"deny","provision":"halt-fire","said":"2026-02-01"}
            """);

        Approved.Text("import-mixed.txt", desk.Transcript($"import claims mixed.jsonl {Of}", "status example-truce --claims mixed.jsonl --standpoint all"));
    }

    [Fact]
    public void Files_what_was_read_and_records_what_follows() => Approved.Text("read-record.txt", desk.Transcript(
        $"read agreements/example-truce/documents/2026-01-19-weekly-note.txt {Of} --outlet watch --record --min-confidence 0",
        $"read agreements/example-truce/documents/2026-01-19-weekly-note.txt {Of} --outlet watch --record --min-confidence 0 --jsonl",
        $"audit {Of}"));

    public void Dispose() => desk.Dispose();
}
