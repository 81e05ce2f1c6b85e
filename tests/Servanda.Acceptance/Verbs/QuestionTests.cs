using Servanda.Tests;
using Xunit;

namespace Servanda.Acceptance.Verbs;

public sealed class The_questions : IDisposable
{
    private readonly Desk desk = new();

    [Fact]
    public void Why_goes_down_to_the_words_of_a_document() => Approved.Text("why.txt", desk.Transcript(
        $"why halt-fire {Desk.Truce}",
        $"why halt-fire@north --standpoint south {Desk.Truce}",
        $"why return-captives {Desk.Truce}",
        $"why return-captives --standpoint south {Desk.Truce}",
        $"why crossing-open {Desk.Truce}",
        $"why joint-inquiry {Desk.Truce}",
        $"why captives-for-prisoners {Desk.Truce}",
        $"why two {Desk.Truce}",
        $"why disarm {Desk.Truce}",
        $"why halt-fire --goal told {Desk.Truce}"));

    [Fact]
    public void Why_answers_in_json() => Approved.Text("why.json", desk.Run($"why return-captives {Desk.Truce} --json").Out);

    [Fact]
    public void Blockers_are_moves_with_those_whose_they_are() => Approved.Text("blockers.txt", desk.Transcript(
        "blockers two --agreement example-truce --claims example-truce --as-of 2026-01-14",
        $"blockers two {Desk.Truce}",
        $"blockers one {Desk.Truce}",
        $"blockers one --goal completes --standpoint south {Desk.Truce}",
        "blockers two --agreement gaza-2025 --claims gaza-2025 --as-of 2025-12-19",
        "blockers three --standpoint mediators --agreement gaza-2025 --claims gaza-2025 --as-of 2025-12-19",
        $"blockers tow {Desk.Truce}"));

    [Fact]
    public void Blockers_answer_in_json() => Approved.Text("blockers.json", desk.Run("blockers two --agreement example-truce --claims example-truce --as-of 2026-01-14 --json").Out);

    [Fact]
    public void Blockers_leave_a_choice_where_the_text_does()
    {
        var text = desk.Scratch.Read("agreements/example-truce/agreement.yaml")
            .Replace("opens: {when: \"phase(one, completed)\", mode: declared, by: [envoy]}", "opens: {when: \"kept(halt-fire, last 7d) and (done(return-captives) or at least 2 of (done(aid-entry), kept(crossing-open), done(suspend-crossing), passed(2026-03-01)))\", mode: automatic}", StringComparison.Ordinal);
        desk.Scratch.Write("with-choice/agreement.yaml", text);
        Approved.Text("blockers-choice.txt", desk.Transcript("blockers two --agreement with-choice --claims example-truce --as-of 2026-01-12", "blockers two --agreement with-choice --claims example-truce --as-of 2026-01-12 --json"));
    }

    [Fact]
    public void What_if_says_what_would_stand_otherwise_and_records_nothing()
    {
        desk.Scratch.Write("promise.jsonl", """{"id":"p1","speaker":"envoy","kind":"count","counter":"captives-returned","figure":{"value":30,"bound":"exact","unit":"person"},"happened":"2026-01-12","said":"2026-01-13"}""" + "\n");
        desk.Run("import claims example-truce --agreement example-truce --ledger kept.db");
        Approved.Text("what-if.txt", desk.Transcript(
            $"what-if --assume captives-for-prisoners=told --assume halt-fire@north=not-told {Desk.Truce}",
            $"what-if --assume two=told {Desk.Truce}",
            $"what-if --suppose promise.jsonl {Desk.Truce}",
            "what-if --claims promise.jsonl --agreement example-truce --ledger kept.db --as-of 2026-01-19",
            $"what-if --assume disarm=told {Desk.Truce} --json",
            $"what-if {Desk.Truce}",
            $"what-if --assume disram=told {Desk.Truce}",
            $"what-if --assume disarm=done {Desk.Truce}",
            $"what-if --assume disarm@north=told {Desk.Truce}"));
    }

    [Fact]
    public void Diverge_sets_accounts_side_by_side() => Approved.Text("diverge.txt", desk.Transcript(
        $"diverge --between north south {Desk.Truce}",
        $"diverge {Desk.Truce}",
        "diverge --agreement gaza-2025 --claims gaza-2025 --as-of 2025-12-19",
        $"diverge --between north north-without-health-office {Desk.Truce}"));

    [Fact]
    public void Diverge_answers_in_json() => Approved.Text("diverge.json", desk.Run($"diverge {Desk.Truce} --json").Out);

    [Fact]
    public void Positions_are_shown_in_their_own_words() => Approved.Text("positions.txt", desk.Transcript(
        "positions --agreement example-truce --claims example-truce --as-of 2026-02-01",
        "positions --provision disarm --agreement example-truce --claims example-truce --as-of 2026-02-01",
        "positions --topic talks --agreement example-truce --claims example-truce --as-of 2026-02-01 --json",
        "positions --topic withdrawal --agreement example-truce --claims example-truce --as-of 2026-02-01"));

    [Fact]
    public void Reading_proposes_who_says_what() => Approved.Text("read.txt", desk.Transcript(
        "read agreements/example-truce/documents/2026-01-16-wire.txt --agreement example-truce",
        "read agreements/example-truce/documents/2026-01-16-wire.txt --agreement example-truce --jsonl"));

    [Fact]
    public void Checking_runs_the_scenarios()
    {
        var text = desk.Scratch.Read("agreements/example-truce/agreement.yaml").Replace("provision: return-captives, value: F}", "provision: return-captives, value: T}");
        desk.Scratch.Write("wrong-scenario/agreement.yaml", text);
        desk.Scratch.Write("wrong-words/agreement.yaml", text.Replace("kind: prohibition", "kind: prohibtion").Replace("    by: [south]", "    by: [souht]"));

        Approved.Text("check.txt", desk.Transcript("check example-truce", "check wrong-scenario", "check wrong-words", "check wrong-scenario --json", "status wrong-words --claims example-truce"));
    }

    public void Dispose() => desk.Dispose();
}
