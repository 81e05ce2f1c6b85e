using Servanda.Agreements;
using Servanda.Files;
using Xunit;

namespace Servanda.Tests.Checking;

/// <summary>Drafts made to mislead the checker: what it has to say of each, and what it must not.</summary>
public sealed class A_draft
{
    private const string Beginning = """
        servanda: 1
        id: draft
        title: A draft
        time-zone: Europe/Zurich
        actors:
          - {id: north, name: Northland, role: party}
          - {id: south, name: Southland, role: party}
          - {id: watch, name: Joint Watch, role: mechanism}
          - {id: envoy, name: The envoy, role: mediator}
          - {id: staff, name: Northern staff, role: authority, part-of: north}
          - {id: brigade, name: Northern brigade, role: authority, part-of: staff}
          - {id: office, name: Northern office, role: authority, part-of: north}
        anchors:
          - {id: signature, at: 2026-01-09}
          - {id: acceptance}
        zones:
          - {id: area, name: The area}
          - {id: town, name: The town, part-of: area}
        counters:
          - {id: captives, unit: person, universe: 30, monotone: true}
          - {id: prisoners, unit: person, monotone: true}
          - {id: killed, unit: killed, measures: halt}
        definitions:
          - {term: humanitarian truck, means: a truck with aid}
          - {term: ceasefire line, means: the line on the map}
          - {term: safe zone, means: where nobody fires}
          - {term: demining, means: the clearing of mines}
        phases:
          - id: one
            title: One

        """;

    private const string Halt = "      - {id: halt, kind: prohibition, article: halt, text: Fire stops, by: [north], verified-by: [watch], within: {from: signature, to: 2026-09-01}}\n";

    private static string Act(string id, string more = "", string by = "north") => $"      - {{id: {id}, kind: act, article: {id}, text: It does {id}, by: [{by}], verified-by: [watch]{(more.Length == 0 ? "" : ", " + more)}}}\n";

    /// <summary>Acts a, b, c and d of which the first waits for a condition and the others each for <c>a</c> or for nothing.</summary>
    [Theory]
    [InlineData("not (not done(b))", "b")]
    [InlineData("not (not done(b) or passed(2026-02-01))", "b")]
    [InlineData("not (at least 1 of (not done(b), not done(c)))", "b")]
    [InlineData("at least 2 of (done(b), done(c), done(d))", "b c")]
    [InlineData("at least 1 of (done(b) and done(c), at least 2 of (done(c), done(d), done(b)))", "b c")]
    [InlineData("at least 2 of (done(d), done(d), at least 3 of (done(b), done(b), done(c))) and done(b)", "b")]
    [InlineData("done(b) < done(d)", "b")]
    [InlineData("passed(end-of-day(done(b) + 3d))", "b")]
    [InlineData("verified(b) or open(c)", "b c")]
    [InlineData("done(a)", "")]
    [InlineData("in-force(a) and done(b)", "")]
    public void With_a_circle_is_told_so(string applies, string waiting) => Assert.Contains("circular-wait", Waiting(applies, waiting));

    [Theory]
    [InlineData("not done(b)", "b")]
    [InlineData("not (not done(b) and done(c))", "b")]
    [InlineData("not (at least 2 of (not done(b), done(c)))", "b")]
    [InlineData("at least 2 of (done(b), done(c), done(d))", "b")]
    [InlineData("at least 2 of (done(d), done(d), done(b))", "b")]
    [InlineData("at least 0 of (done(b))", "b")]
    [InlineData("done(b) or passed(signature + 60d)", "b")]
    [InlineData("done(b) or done(acceptance)", "b c d")]
    [InlineData("declared(b, by envoy)", "b")]
    public void With_a_way_round_is_not(string applies, string waiting) => Assert.Empty(Waiting(applies, waiting).Intersect(["circular-wait", "unreachable", "reference-circle"]));

    private static IReadOnlyList<string> Waiting(string applies, string waiting) => Codes("    provisions:\n" + Act("a", $"applies: \"{applies}\"")
        + string.Concat(new[] { "b", "c", "d" }.Select(id => Act(id, waiting.Split(' ').Contains(id, StringComparer.Ordinal) ? "applies: \"done(a)\"" : ""))));

    [Fact]
    public void With_a_circle_through_readings_of_the_start_is_told_so()
    {
        var findings = Check("    provisions:\n"
            + Act("a", "readings: [{by: [south], within: {from: \"done(b)\", to: 2026-04-01}}]")
            + Act("b", "readings: [{by: [north], within: {from: \"done(a)\", to: 2026-04-01}}]", "south"));
        Assert.StartsWith("Where nothing moves before every reading of it is met, a waits for b, which waits for a", Assert.Single(findings, f => f.Code == "circular-wait").Message, StringComparison.Ordinal);
    }

    /// <summary>What asks about itself is told with its place, and the rest of the agreement is evaluated all the same.</summary>
    [Theory]
    [InlineData("applies: \"done(a)\"", "circular-wait")]
    [InlineData("within: {from: \"done(a) + 1d\"}", "circular-wait")]
    [InlineData("applies: \"not done(a)\"", "reference-circle")]
    [InlineData("applies: \"done(a) or done(b)\"", "reference-circle")]
    [InlineData("within: {to: \"done(a) + 3d\"}", "reference-circle")]
    [InlineData("within: {from: \"start(a) + 3d\", to: \"start(a) + 5d\"}", null)]
    public void That_asks_about_itself_is_told_so(string self, string? code)
    {
        var reading = AgreementFile.Read("draft.yaml", System.Text.Encoding.UTF8.GetBytes(Beginning + "    provisions:\n" + Halt + Act("a", self) + Act("b")));
        var findings = AgreementCheck.Of(reading, "draft.yaml", _ => null);

        Assert.NotNull(reading.Agreement);
        Assert.Equal(code is null ? [] : [code], findings.Select(f => f.Code).Intersect(["circular-wait", "reference-circle"]));
        Assert.All(findings, f => Assert.True(f.Position.Line > 1 && f.Hint is not null, f.ToString()));
    }

    [Theory]
    [InlineData("done(a) and not done(a)", true)]
    [InlineData("(done(a) and done(b)) or (not done(a) and kept(halt, last 7d))", true)]
    [InlineData("done(a) or breached(a)", true)]
    [InlineData("done(a) and open(a)", true)]
    [InlineData("kept(halt) or breached(halt)", true)]
    [InlineData("not (done(a) and not done(b)) and done(a)", true)]
    [InlineData("done(a) < signature + 5d or done(a) >= signature + 5d", true)]
    [InlineData("done(a) < signature + 5d or done(a) >= signature + 6d", false)]
    [InlineData("count(captives) >= 10 or count(captives) < 10", true)]
    [InlineData("at least 1 of (done(a), not done(a))", true)]
    [InlineData("done(a) and not breached(a)", false)]
    [InlineData("kept(halt, last 7d) and not breached(halt)", false)]
    [InlineData("not done(a) or not done(a)", false)]
    [InlineData("done(a@north) or not done(a)", false)]
    [InlineData("count(captives) >= 10 or count(captives) < 5", false)]
    public void That_asks_for_a_fact_and_its_opposite_is_told_so(string opens, bool isTold) => Assert.Equal(isTold, Opening(opens).Contains("both-polarities"));

    [Theory]
    [InlineData("kept(halt)", true)]
    [InlineData("done(halt)", true)]
    [InlineData("not breached(halt)", true)]
    [InlineData("not (breached(halt) or done(a))", true)]
    [InlineData("(kept(halt) and done(a)) or (kept(halt) and done(b))", true)]
    [InlineData("at least 2 of (kept(halt), done(a))", true)]
    [InlineData("at least 2 of (kept(halt), kept(halt), done(a))", true)]
    [InlineData("at least 2 of (kept(halt), done(a), done(b))", false)]
    [InlineData("kept(halt) or passed(2026-06-01)", false)]
    [InlineData("kept(halt, last 7d)", false)]
    [InlineData("not kept(halt)", false)]
    public void That_one_incident_shuts_for_good_is_told_so(string opens, bool isTold) => Assert.Equal(isTold, Opening(opens).Contains("never-again"));

    /// <summary>What no course of events makes true.</summary>
    [Theory]
    [InlineData("count(captives) > 30", true)]
    [InlineData("count(captives) = 30", false)]
    [InlineData("count(captives) < 0", true)]
    [InlineData("count(captives) < 1", false)]
    [InlineData("rate(flow) > 1", true)]
    [InlineData("rate(flow) >= 1", false)]
    [InlineData("rate(flow) < 0", true)]
    [InlineData("2026-02-01 < 2026-01-01", true)]
    [InlineData("2026-01-01 < 2026-02-01", false)]
    [InlineData("not (2026-01-01 < 2026-02-01)", true)]
    [InlineData("done(a) + 3d < done(a)", true)]
    [InlineData("done(a) < done(a) + 3d", false)]
    [InlineData("done(a) + 3d < done(b)", false)]
    [InlineData("acceptance + 1mo <= acceptance + 27d", true)]
    [InlineData("acceptance + 1mo <= acceptance + 30d", false)]
    [InlineData("passed(2026-02-01) and not passed(2026-01-20)", true)]
    [InlineData("passed(2026-01-20) and not passed(2026-02-01)", false)]
    [InlineData("passed(2026-02-01) or not passed(2026-01-20)", false)]
    [InlineData("passed(acceptance + 20d) and (done(a) and not passed(acceptance + 10d))", true)]
    [InlineData("passed(signature + 20d) and not passed(acceptance + 10d)", false)]
    [InlineData("done(a) and not done(a)", true)]
    [InlineData("done(a) and open(a)", true)]
    [InlineData("done(a) and not (done(b) or done(a))", true)]
    [InlineData("done(a) and not (done(b) and done(a))", false)]
    [InlineData("done(a) and done(b) or not done(a)", false)]
    public void That_asks_for_what_can_never_be_is_told_so(string opens, bool isTold)
    {
        var findings = Check("    provisions:\n" + Act("a", "within: {to: 2026-03-01}") + Act("b")
            + "      - {id: flow, kind: rate, text: It flows, by: [north], verified-by: [watch], counter: captives, target: 3, per: week, share: 0.5}\n"
            + $"  - {{id: two, title: Two, opens: {{when: \"{opens}\", mode: automatic}}}}\n");
        Assert.Equal(isTold ? ["two"] : [], findings.Where(f => f.Code == "unreachable").SelectMany(f => f.Phases));
    }

    [Theory]
    [InlineData("passed(signature + 40d)", true)]
    [InlineData("not (not passed(signature + 40d))", true)]
    [InlineData("not (done(b) or not passed(signature + 40d))", true)]
    [InlineData("not (done(b) and not passed(signature + 40d))", false)]
    [InlineData("done(b) or passed(signature + 40d)", false)]
    [InlineData("not passed(signature + 40d)", false)]
    public void Whose_deadline_comes_before_what_it_waits_for_is_told_so(string applies, bool isTold) =>
        Assert.Equal(isTold, Codes("    provisions:\n" + Act("a", $"applies: \"{applies}\", within: {{to: \"signature + 20d\"}}") + Act("b")).Contains("impossible-deadline"));

    [Theory]
    [InlineData("count(killed) >= 3", true)]
    [InlineData("count(captives) >= 3", false)]
    public void That_asks_for_the_number_of_a_toll_is_told_so(string opens, bool isTold) => Assert.Equal(isTold, Opening(opens).Contains("uncountable"));

    private static IReadOnlyList<string> Opening(string when) => Codes("    provisions:\n" + Halt + Act("a") + Act("b") + $"  - {{id: two, title: Two, opens: {{when: \"{when}\", mode: declared, by: [envoy]}}}}\n");

    [Theory]
    [InlineData("", "end(one)", true)]
    [InlineData("done(a)", "end(one)", true)]
    [InlineData("at least 2 of (done(a), done(b))", "end(one)", true)]
    [InlineData("done(a) or done(b)", "end(one)", false)]
    [InlineData("done(b)", "end(one)", false)]
    [InlineData("done(a)", "signature + 30d", false)]
    public void Whose_deadline_cannot_come_is_told_so(string completes, string to, bool isTold)
    {
        var findings = Check((completes.Length == 0 ? "" : $"    completes: {{when: \"{completes}\"}}\n") + "    provisions:\n" + Act("a", $"within: {{to: \"{to}\"}}") + Act("b", "within: {to: 2026-03-01}"));
        Assert.Equal(isTold, findings.Any(f => f.Code == "no-deadline" && f.Provisions.Contains("a")));
    }

    [Theory]
    [InlineData("Fuel goes in humanitarain trucks", true)]
    [InlineData("The cease-fire line is kept", true)]
    [InlineData("They leave the saef zone", true)]
    [InlineData("They leave the \\\"quiet strip\\\"", true)]
    [InlineData("They leave the 'quiet strip'", true)]
    [InlineData("They leave the 'quiet farmer's strip'", true)]
    [InlineData("They leave the „quiet strip“", true)]
    [InlineData("They leave the ‘quiet farmer’s strip’", true)]
    [InlineData("They leave the 'Ceasefire Line'", false)]
    [InlineData("The parties' posts and the north's posts are left to the sides' care", false)]
    [InlineData("Fuel goes in Humanitarian Trucks", false)]
    [InlineData("They leave the same zone", false)]
    [InlineData("They demine the roads", false)]
    [InlineData("They are demining the roads", false)]
    [InlineData("The damining begins", true)]
    [InlineData("They leave the whole area", false)]
    public void With_a_word_that_is_not_defined_is_told_so(string text, bool isTold) =>
        Assert.Equal(isTold, Codes($"    provisions:\n      - {{id: a, kind: act, text: \"{text}\", by: [north], verified-by: [watch]}}\n").Contains("undefined-term"));

    /// <summary>What sounds like a date or a measure and is none; beside a deadline a word for a time does no harm.</summary>
    [Theory]
    [InlineData("Aid is delivered in a timely manner", "", "in a timely manner")]
    [InlineData("Aid is delivered in a timely manner", "within: {to: 2026-03-01}", "")]
    [InlineData("Aid is delivered in a timely manner", "within: {from: signature}", "in a timely manner")]
    [InlineData("Prisoners return as soon as possible", "", "as soon as possible")]
    [InlineData("Prisoners return as soon as reasonably practicable", "", "as soon as reasonably practicable")]
    [InlineData("They promptly leave", "", "promptly")]
    [InlineData("They leave without delay, and without undue delay", "", "without delay | without undue delay")]
    [InlineData("They leave within a reasonable time", "", "within a reasonable time")]
    [InlineData("They leave when conditions permit", "", "when conditions permit")]
    [InlineData("They take reasonable and appropriate steps", "within: {to: 2026-03-01}", "reasonable | appropriate")]
    [InlineData("They remove mines where feasible", "within: {to: 2026-03-01}", "where feasible")]
    [InlineData("They remove mines, to the extent possible", "within: {to: 2026-03-01}", "to the extent possible")]
    [InlineData("They use their best efforts", "within: {to: 2026-03-01}", "best efforts")]
    [InlineData("They use a fair time", "", "")]
    [InlineData("They leave at once", "", "")]
    [InlineData("Parliament appropriates the money", "", "")]
    [InlineData("They find an unreasonable and inappropriate reason", "", "")]
    [InlineData("The timeliness of possible delays is told", "", "")]
    [InlineData("It is possible where a road leads", "", "")]
    [InlineData("They leave within a reasonable distance, a fitting measure of theirs", "", "reasonable")]
    [InlineData("They leave within a decent interval", "", "")]
    [InlineData("They give adequate notice, and adequate shelter", "", "adequate")]
    [InlineData("They give adequate notice", "", "")]
    [InlineData("The speedy response unit comes", "", "")]
    [InlineData("They leave swiftly", "", "")]
    [InlineData("They leave \\\"swiftly\\\"", "", "")]
    public void With_a_time_or_a_measure_that_is_none_is_told_so(string text, string more, string expected)
    {
        var defined = Beginning.Replace("definitions:\n", "definitions:\n  - {term: adequate notice, means: three days}\n  - {term: swiftly, means: within a day}\n", StringComparison.Ordinal)
            .Replace("  - {id: envoy,", "  - {id: unit, name: The speedy response unit, role: mechanism, aliases: [speedy response unit]}\n  - {id: envoy,", StringComparison.Ordinal);
        var findings = Check($"    provisions:\n      - {{id: a, kind: act, text: \"{text}\", by: [north], verified-by: [watch]{(more.Length == 0 ? "" : ", " + more)}}}\n", defined).Where(f => f.Code == "undefined-term").ToList();

        Assert.Equal(expected, string.Join(" | ", findings.Select(f => f.Message.Split('"')[1])));
        Assert.All(findings, f => Assert.Equal(Severity.Note, f.Severity));
    }

    [Fact]
    public void With_an_undefined_word_in_an_exception_is_told_so()
    {
        var finding = Assert.Single(Check("    provisions:\n      - {id: a, kind: prohibition, text: Fire stops, by: [north], verified-by: [watch], exceptions: [{id: answer, text: A proportionate answer, decided-by: [watch]}]}\n"), f => f.Code == "undefined-term");
        Assert.Equal("proportionate", finding.Text);
        Assert.Contains("\"proportionate\" is not defined, and `a` turns on it", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("north", "north", true)]
    [InlineData("north", "brigade", true)]
    [InlineData("brigade", "staff", true)]
    [InlineData("brigade", "office", true)]
    [InlineData("north", "south", false)]
    [InlineData("north", "office, watch", false)]
    public void That_lets_a_side_verify_itself_is_told_so(string holder, string verifiers, bool isTold) =>
        Assert.Equal(isTold, Codes($"    provisions:\n      - {{id: a, kind: act, text: It does, by: [{holder}], verified-by: [{verifiers}]}}\n").Contains("self-verified"));

    [Theory]
    [InlineData("brigade", ", decided-by: [office]", true)]
    [InlineData("north", "", true)]
    [InlineData("north", ", decided-by: [watch]", false)]
    [InlineData("envoy", "", false)]
    public void That_lets_a_side_judge_its_own_case_is_told_so(string holder, string decided, bool isTold) =>
        Assert.Equal(isTold, Codes("    provisions:\n" + Halt + $"      - {{id: w, kind: power, text: May stop, by: [{holder}], applies: \"breached(halt)\", limits: {{times: 1}}{decided}}}\n").Contains("self-judged"));

    /// <summary>A phase opens or is completed on what one party alone says, or a duty of its own does.</summary>
    [Theory]
    [InlineData("declared(a, by north)", "automatic", true)]
    [InlineData("declared(a, by office) and done(b)", "automatic", true)]
    [InlineData("at least 2 of (declared(a, by north), done(b))", "automatic", true)]
    [InlineData("not (not declared(a, by north) or done(b))", "automatic", true)]
    [InlineData("declared(a, by north) and done(b) or declared(a, by north) and done(a)", "automatic", true)]
    [InlineData("declared(a, by north) or done(b)", "automatic", false)]
    [InlineData("declared(a, by north) and declared(a, by south)", "automatic", false)]
    [InlineData("declared(a, by north) and declared(a, by envoy)", "automatic", false)]
    [InlineData("declared(a, by envoy)", "automatic", false)]
    [InlineData("declared(a, by north)", "declared, by: [envoy]", false)]
    [InlineData("declared(a, by envoy)", "declared, by: [north]", true)]
    public void That_opens_on_the_word_of_one_side_is_told_so(string when, string mode, bool isTold)
    {
        var findings = Check("    provisions:\n" + Act("a") + Act("b") + $"  - {{id: two, title: Two, opens: {{when: \"{when}\", mode: {mode}}}}}\n");
        Assert.Equal(isTold ? ["two"] : [], findings.Where(f => f.Code == "self-judged").SelectMany(f => f.Phases));
        Assert.Equal(isTold && mode == "automatic" ? ["one"] : [], mode != "automatic" ? [] : Check($"    completes: {{when: \"{when}\"}}\n    provisions:\n" + Act("a") + Act("b")).Where(f => f.Code == "self-judged").SelectMany(f => f.Phases));
    }

    [Theory]
    [InlineData("declared(b, by office)", true)]
    [InlineData("not declared(b, by office)", true)]
    [InlineData("at least 2 of (declared(b, by north), done(b))", true)]
    [InlineData("at least 1 of (declared(b, by north), done(b))", false)]
    [InlineData("declared(b, by south)", false)]
    public void That_lets_a_holder_say_whether_it_owes_is_told_so(string applies, bool isTold) =>
        Assert.Equal(isTold, Codes("    provisions:\n" + Act("a", $"applies: \"{applies}\"") + Act("b")).Contains("self-judged"));

    [Theory]
    [InlineData("[north, south]", "", true)]
    [InlineData("[north]", "", false)]
    [InlineData("[north, south]", ", responsibility: joint", false)]
    public void With_a_leg_that_several_deliver_is_told_so(string by, string responsibility, bool isTold) =>
        Assert.Equal(isTold, Codes($"    provisions:\n      - {{id: x, kind: exchange, text: They exchange, legs: [{{by: {by}, counter: captives, units: 1}}, {{by: [south], counter: prisoners, units: 2}}], order: together, total: 5, verified-by: [watch]{responsibility}}}\n").Contains("ambiguous-holder"));

    [Theory]
    [InlineData("humanitarian aid", "", true)]
    [InlineData("level of calm", "", true)]
    [InlineData("tonne of aid", "", false)]
    [InlineData("aid truck", "", false)]
    [InlineData("person", ", readings: [{by: [south], target: 31}]", true)]
    [InlineData("person", ", readings: [{by: [south], target: 29}]", false)]
    public void That_counts_what_cannot_be_counted_is_told_so(string unit, string more, bool isTold)
    {
        var finding = Check($"    provisions:\n      - {{id: q, kind: quota, text: It brings, by: [north], verified-by: [watch], counter: captives, target: 30, within: {{to: 2026-03-01}}{more}}}\n", Beginning.Replace("captives, unit: person", $"captives, unit: {unit}", StringComparison.Ordinal)).SingleOrDefault(f => f.Code == "uncountable");
        Assert.Equal(isTold, finding is not null);
        Assert.Equal(more.Length > 0 && isTold, finding?.Message.StartsWith("As Southland reads it, ", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("The Watch does not enter", "", "verifier-without-access: warning")]
    [InlineData("The Watch may not go there", "", "verifier-without-access: warning")]
    [InlineData("The Watch takes no side in government", "", "verifier-without-access: note")]
    [InlineData("The Watch does not enter", ", exceptions: [{id: visits, text: Visits to verify, decided-by: [envoy]}]", "")]
    public void That_keeps_its_verifier_out_is_told_so(string text, string exceptions, string expected)
    {
        var findings = Check("    provisions:\n" + Act("a", "zones: [town]") + $"      - {{id: b, kind: prohibition, text: {text}, by: [watch], zones: [area]{exceptions}}}\n");
        Assert.Equal(expected, string.Join(' ', findings.Where(f => f.Code == "verifier-without-access").Select(f => $"{f.Code}: {f.Severity.ToString().ToLowerInvariant()}")));
    }

    [Theory]
    [InlineData("acceptance", "acceptance + 5d", "acceptance + 3d", "acceptance + 20d", true)]
    [InlineData("acceptance", "acceptance + 5d", "acceptance + 10d", "acceptance + 20d", false)]
    [InlineData("acceptance + 30d", "acceptance + 40d", "acceptance", "acceptance + 20d", false)]
    [InlineData("signature", "2026-03-01", "2026-02-01", "2026-04-01", true)]
    [InlineData("signature", "2026-03-01", "2026-03-02", "2026-04-01", false)]
    [InlineData("signature", "end(one)", "end(one) + 1d", "end(one) + 5d", false)]
    public void That_forbids_what_it_asks_for_at_one_time_is_told_so(string from, string to, string dutyFrom, string dutyTo, bool isTold) =>
        Assert.Equal(isTold, Codes("    completes: {when: \"done(b)\"}\n    provisions:\n" + Act("b")
            + $"      - {{id: ban, kind: prohibition, text: No patrols, words: [patrol], by: [north], zones: [area], within: {{from: {from}, to: \"{to}\"}}}}\n"
            + $"      - {{id: duty, kind: act, text: It patrols, words: [patrol], by: [brigade], zones: [town], within: {{from: \"{dutyFrom}\", to: \"{dutyTo}\"}}}}\n").Contains("duty-against-prohibition"));

    private static IReadOnlyList<string> Codes(string phase) => [.. Check(phase).Select(f => f.Code)];

    private static IReadOnlyList<Finding> Check(string phase, string beginning = Beginning)
    {
        var reading = AgreementFile.Read("draft.yaml", System.Text.Encoding.UTF8.GetBytes((phase.Contains("id: halt", StringComparison.Ordinal) ? beginning : beginning.Replace("  - {id: killed, unit: killed, measures: halt}\n", "", StringComparison.Ordinal)) + phase));
        Assert.DoesNotContain(reading.Findings, f => f.Severity == Severity.Error);
        return AgreementCheck.Of(reading, "draft.yaml", _ => null);
    }
}
