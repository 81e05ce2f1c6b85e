using System.Text;
using Servanda.Files;
using Xunit;

namespace Servanda.Tests.Files;

public sealed class A_bad_agreement
{
    private const string Reading = "kind: quota, text: A, counter: captives, target: 30";

    /// <summary>One small slip for each thing that can be wrong: the code, and the file with the slip in it.</summary>
    private static readonly (string Name, string Yaml)[] Bad =
    [
        ("yaml-syntax", Agreements.Small.Replace("title: A small agreement", "title: A small: agreement", StringComparison.Ordinal)),
        ("yaml-syntax-list", Agreements.With("      - {id: a, kind: act, text: A, by: [north}")),
        ("yaml-syntax-mapping", Agreements.With("      - {id: a, kind: act, text: A")),
        ("yaml-syntax-quote", Agreements.With("      - {id: a, kind: act, text: \"A}")),
        ("yaml-syntax-tab", Agreements.With("      - id: a\n\tkind: act")),
        ("yaml-syntax-column", Agreements.With("      - id: a\n          kind: act")),
        ("yaml-syntax-outdent", Agreements.With("      - id: a\n     kind: act")),
        ("yaml-syntax-escape", Agreements.With("      - {id: a, kind: act, text: \"\\d\"}")),
        ("yaml-syntax-character", Agreements.With("      - {id: a, kind: act, text: @A}")),
        ("yaml-syntax-colon", Agreements.With("      - id: a\n        kind")),
        ("yaml-syntax-second-document", Agreements.Small + "---\nid: more\n"),
        ("yaml-syntax-empty", ""),
        ("yaml-alias", Agreements.Small.Replace("role: party}", "role: &p party}", StringComparison.Ordinal) + "definitions:\n  - <<: *p\n"),
        ("yaml-alias-tag", Agreements.Small.Replace("title: A", "title: !!str A", StringComparison.Ordinal)),
        ("too-deep", Agreements.Small + "definitions: " + new string('[', 60) + new string(']', 60) + "\n"),
        ("duplicate-key", Agreements.Small + "title: Again\n"),
        ("bad-text", Agreements.Small.Replace("title: A small agreement", "title: \"A small\\0agreement\"", StringComparison.Ordinal)),
        ("unsupported-format", Agreements.Small.Replace("servanda: 1", "servanda: 2", StringComparison.Ordinal)),
        ("unsupported-format-none", "title: A shopping list\n"),
        ("unknown-key", Agreements.Small.Replace("title: A", "titel: A", StringComparison.Ordinal)),
        ("unknown-key-of-another-kind", Agreements.With("      - {id: a, kind: act, text: A, target: 30}")),
        ("unknown-key-in-a-reading", Agreements.With($"      - {{id: a, {Reading}, readings: [{{by: [south], share: 0.5}}]}}")),
        ("unknown-key-without-its-mode", Agreements.Small.Replace("    provisions: []", "    opens: {when: done(signature), by: [north]}", StringComparison.Ordinal)),
        ("missing-key", Agreements.With("      - {id: a, kind: quota, text: A, counter: captives}")),
        ("ambiguous-holder", Agreements.With("      - {id: a, kind: act, text: A, by: [north, south]}")),
        ("missing-key-declared-by", Agreements.Small.Replace("    provisions: []", "    opens: {mode: declared}", StringComparison.Ordinal)),
        ("wrong-type-one-for-a-list", Agreements.With("      - {id: a, kind: act, text: A, by: north}")),
        ("wrong-type-list-for-one", Agreements.With("      - {id: a, kind: act, text: [A, B]}")),
        ("wrong-type-empty", Agreements.With("      - {id: a, kind: act, text: A}\n    completes:")),
        ("wrong-type-truth", Agreements.With("      - {id: a, kind: act, text: A, survives: yes}")),
        ("wrong-type-legs", Agreements.With("      - {id: a, kind: exchange, text: A, legs: [{by: [north], counter: captives, units: 1}]}")),
        ("wrong-type-root", "- servanda: 1\n"),
        ("bad-id", Agreements.With("      - {id: Halt_Fire, kind: act, text: A}")),
        ("bad-id-unknown", Agreements.Small.Replace("id: watch", "id: unknown", StringComparison.Ordinal)),
        ("duplicate-id", Agreements.With("      - {id: a, kind: act, text: A}\n      - {id: a, kind: act, text: B}")),
        ("duplicate-id-across-families", Agreements.With("      - {id: signature, kind: act, text: A}")),
        ("duplicate-id-of-a-standpoint", Agreements.Small + "standpoints:\n  - {id: all, name: All}\n"),
        ("unknown-reference", Agreements.With("      - {id: halt-fire, kind: act, text: A, by: [nroth], zones: [aera]}\n      - {id: b, kind: act, text: B, each: halt-fier, applies: \"done(halt-fire@suoth)\"}")),
        ("unknown-reference-of-another-family", Agreements.With("      - {id: a, kind: act, text: A, by: [area], within: {from: \"done(signature) + 3d\"}}")),
        ("unknown-reference-no-exchange", Agreements.With("      - {id: a, kind: act, text: A}\n      - {id: b, kind: act, text: B, applies: \"balance(a) > 0\"}")),
        ("reference-circle-parts", Agreements.Small.Replace("name: Northland,", "name: Northland, part-of: south,", StringComparison.Ordinal).Replace("name: Southland,", "name: Southland, part-of: north,", StringComparison.Ordinal)),
        ("bad-date", Agreements.Small.Replace("at: 2026-01-09", "at: 2026-02-30", StringComparison.Ordinal)),
        ("bad-period", Agreements.Small.Replace("name: Northland,", "name: Northland, people: [{name: A, from: 2025-01-02, to: 2025-01-01}],", StringComparison.Ordinal)),
        ("bad-length", Agreements.Small.Replace("unit: truck}", "unit: truck, stale-after: 14 days}", StringComparison.Ordinal)),
        ("bad-number", Agreements.With("      - {id: a, kind: quota, text: A, counter: captives, target: thirty}")),
        ("bad-number-share", Agreements.With("      - {id: a, kind: rate, text: A, counter: trucks, target: 300, per: day, share: 80%}")),
        ("bad-number-range", Agreements.With("      - {id: a, kind: rate, text: A, counter: trucks, target: 300, per: day, share: 80}")),
        ("bad-enum", Agreements.With("      - {id: a, kind: prohibtion, text: A}")),
        ("bad-enum-far", Agreements.Small.Replace("role: mechanism", "role: umpire", StringComparison.Ordinal)),
        ("bad-time-zone", Agreements.Small.Replace("Europe/Zurich", "europe/zurich", StringComparison.Ordinal)),
        ("bad-time-zone-city", Agreements.Small.Replace("Europe/Zurich", "Zurich", StringComparison.Ordinal)),
        ("bad-condition", Agreements.With("      - {id: a, kind: act, text: A, applies: \"done(signature) adn done(a)\"}")),
        ("bad-condition-time", Agreements.With("      - {id: a, kind: act, text: A, within: {to: \"signature + 72\"}}")),
        ("effect-none", Agreements.With("      - {id: a, kind: power, text: A, effect: {tolls: true}}")),
        ("effect-two", Agreements.With("      - {id: a, kind: power, text: A, effect: {open: one, terminate: agreement}}")),
        ("scenario-claim", Agreements.Small + "scenarios:\n  - title: T\n    claims: [{speaker: north, kind: count, counter: truks, figure: {value: many, bound: exact}, said: 2026-01-10}]\n    expect: []\n"),
        ("scenario-expectation", Agreements.Small + "scenarios:\n  - title: T\n    expect: [{as-of: 2026-01-10, standpoint: nroth, phase: one, holder: north, value: Y}]\n"),
    ];

    [Fact]
    public void Has_findings_that_say_where_and_what_and_what_to_do()
    {
        var text = new StringBuilder();
        foreach (var (name, yaml) in Bad)
        {
            var reading = Agreements.Read(yaml);
            text.Append($"# {name}\n{Agreements.Render(reading, yaml)}\n");
        }
        Approved.Text("bad-agreements.txt", text.ToString());
    }

    [Fact]
    public void Has_the_finding_that_it_is_named_for()
    {
        foreach (var (name, yaml) in Bad.Where(bad => !bad.Name.StartsWith("effect", StringComparison.Ordinal) && !bad.Name.StartsWith("scenario", StringComparison.Ordinal) && bad.Name != "unsupported-format-none"))
        {
            Assert.True(Agreements.Read(yaml).Findings.Any(f => name.StartsWith(f.Code, StringComparison.Ordinal)), name);
        }
    }

    [Fact]
    public void Without_its_slip_is_sound() => Assert.Empty(Agreements.Read(Agreements.With($"      - {{id: a, {Reading}}}")).Findings);
}
