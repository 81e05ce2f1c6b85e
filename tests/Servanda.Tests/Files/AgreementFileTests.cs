using System.Text;
using System.Text.Json;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Files;
using Servanda.Status;
using Xunit;

namespace Servanda.Tests.Files;

public sealed class The_worked_agreements
{
    [Fact]
    public void Are_read_without_a_finding()
    {
        Assert.NotEmpty(Agreements.Files);
        foreach (var file in Agreements.Files)
        {
            var yaml = File.ReadAllText(file);
            var reading = Agreements.Read(yaml);
            Assert.True(reading.Findings.Count == 0, file + "\n" + Agreements.Render(reading, yaml));
            Assert.NotNull(reading.Agreement);
        }
    }

    [Fact]
    public void Bear_out_their_scenarios()
    {
        foreach (var (file, reading) in Readings())
        {
            Assert.NotEmpty(reading.Scenarios);
            var failed = ScenarioRun.Of(reading.Agreement!, reading.Scenarios);
            Assert.True(failed.Count == 0, file + "\n" + string.Join('\n', failed.Select(f => f.Message)));
        }
    }

    /// <summary>A zone that names an outline has it in the file beside: a GeoJSON feature of that id.</summary>
    [Fact]
    public void Draw_every_outline_that_they_name()
    {
        foreach (var (file, reading) in Readings())
        {
            foreach (var outline in reading.Agreement!.Zones.Select(z => z.Geometry).OfType<string>())
            {
                var (map, feature) = (outline[..outline.IndexOf('#')], outline[(outline.IndexOf('#') + 1)..]);
                using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, map)));
                Assert.Contains(feature, json.RootElement.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("id").GetString()));
            }
        }
    }

    /// <summary>What ships as a claim is read whole and speaks of what the agreement has.</summary>
    [Fact]
    public void Have_claims_that_fit_them()
    {
        foreach (var (file, reading) in Readings())
        {
            var path = Path.Combine(Path.GetDirectoryName(file)!, "claims.jsonl");
            if (!File.Exists(path))
            {
                continue;
            }
            var agreement = reading.Agreement!;
            var claims = ClaimLines.Read(path, File.ReadAllBytes(path));
            Assert.Empty(claims.Findings);
            Assert.All(claims.Claims.Select(c => c.Provision).OfType<string>(), id => Assert.NotNull(agreement.Provision(id)));
            Assert.All(claims.Claims.OfType<Claim.Count>(), count => Assert.NotNull(agreement.Counter(count.Counter)));
        }
    }

    private static IEnumerable<(string File, AgreementReading Reading)> Readings() => Agreements.Files.Select(file => (file, Agreements.Read(File.ReadAllText(file))));
}

public sealed class The_example_truce
{
    private readonly AgreementReading reading = Agreements.Read(Agreements.ExampleText);

    private Agreement Truce => reading.Agreement!;

    private T Provision<T>(string id) where T : Provision => Assert.IsType<T>(Truce.Provision(id));

    [Fact]
    public void Has_its_head()
    {
        Assert.Equal(("example-truce", "Example truce", "Europe/Zurich"), (Truce.Id, Truce.Title, Truce.Zone.Id));
        Assert.Equal([IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday], Truce.Calendar.Weekend);
        Assert.Equal([new LocalDate(2026, 1, 1)], Truce.Calendar.Holidays);
        Assert.Equal(MonthRounding.Down, Truce.Calendar.Rounding);
    }

    [Fact]
    public void Has_its_actors()
    {
        Assert.Equal(["north", "south", "north-health-office", "envoy", "watch"], Truce.Actors.Select(a => a.Id));
        var north = Truce.Actor("north")!;
        Assert.Equal(("Northland", ActorRole.Party), (north.Name, north.Role));
        Assert.Equal(["Northern army", "the northern government"], north.Aliases);
        var person = Assert.Single(north.People);
        Assert.Equal(("A. Example", "Foreign Minister", new LocalDate(2024, 1, 1), null), (person.Name, person.Title, person.From!.Value, person.To));
        Assert.Equal(["the minister"], person.Aliases);
        var office = Truce.Actor("north-health-office")!;
        Assert.Equal(("north", ActorRole.Authority), (office.PartOf, office.Role));
        Assert.NotNull(office.PartOfSource);
    }

    [Fact]
    public void Has_its_standpoint()
    {
        var standpoint = Assert.Single(Truce.Standpoints);
        Assert.Equal(("north-without-health-office", "Northland's account without its health office", Grade.Reported, null),
            (standpoint.Id, standpoint.Name, standpoint.MinimumGrade, standpoint.Silence));
        Assert.Equal(["north"], standpoint.Speakers);
        Assert.Equal(["north-health-office"], standpoint.Excluding);
    }

    [Fact]
    public void Has_its_anchors_zones_counters_and_meetings()
    {
        Assert.Equal(["2026-01-09", "2026-01-10T12:00:00+01:00", null], Truce.Anchors.Select(a => a.At?.ToString()));
        Assert.Equal(("whole-area", "zones.geojson#east-of-line-one"), (Truce.ZoneOf("east-of-line-one")!.PartOf, Truce.ZoneOf("east-of-line-one")!.Geometry));
        var captives = Truce.Counter("captives-returned")!;
        Assert.Equal(("person", 30m, true, new TimeLength(14, LengthUnit.Days), 0.05m, null),
            (captives.Unit, captives.Universe, captives.Monotone, captives.StaleAfter, captives.Tolerance, captives.Measures));
        Assert.Equal(("halt-fire", 0.10m), (Truce.Counter("killed-in-truce")!.Measures, Truce.Counter("killed-in-truce")!.Tolerance));
        var meeting = Assert.Single(Truce.Meetings);
        Assert.Equal(("talks-february", "2026-02-02"), (meeting.Id, meeting.At.ToString()));
        Assert.Equal(["envoy", "north", "south"], meeting.Participants);
        Assert.Equal("humanitarian truck", Assert.Single(Truce.Definitions).Term);
    }

    [Fact]
    public void Has_its_phases()
    {
        Assert.Equal(["one", "two"], Truce.Phases.Select(p => p.Id));
        Assert.Equal(("done(entry-into-force)", EntryMode.Automatic), (ConditionText.Of(Truce.Phases[0].Opens!.When!), Truce.Phases[0].Opens!.Mode));
        Assert.Equal("done(captives-for-prisoners) and kept(halt-fire, last 7d)", ConditionText.Of(Truce.Phases[0].Completes!));
        Assert.Equal(("phase(one, completed)", EntryMode.Declared), (ConditionText.Of(Truce.Phases[1].Opens!.When!), Truce.Phases[1].Opens!.Mode));
        Assert.Equal(["envoy"], Truce.Phases[1].Opens!.By);
        Assert.Null(Truce.Phases[1].Completes);
    }

    [Fact]
    public void Has_a_prohibition()
    {
        var halt = Provision<Provision.Prohibition>("halt-fire");
        Assert.Equal(("1", "All fire stops, by land, sea and air", "one"), (halt.Article, halt.Text, halt.Phase));
        Assert.Equal(["north", "south"], halt.By);
        Assert.Equal((Responsibility.Several, SilencePolicy.Unknown, "joint-inquiry"), (halt.Responsibility, halt.Silence, halt.Remedy));
        Assert.Equal(["whole-area"], halt.Zones);
        Assert.Equal("entry-into-force", ConditionText.Of(halt.Within!.From!));
        Assert.Null(halt.Within.To);
        var exception = Assert.Single(halt.Exceptions);
        Assert.Equal(("answer-to-fire", "Immediate answer to fire received"), (exception.Id, exception.Text));
        Assert.Equal(["watch"], exception.DecidedBy);
        Assert.Equal(["watch"], halt.VerifiedBy);
        Assert.Equal(["ceasefire", "truce", "shelling", "strike"], halt.Words);
    }

    [Fact]
    public void Has_an_act_owed_for_each_incident()
    {
        var inquiry = Provision<Provision.Act>("joint-inquiry");
        Assert.Equal("halt-fire", inquiry.Each);
        Assert.Equal(("start(joint-inquiry)", "start(joint-inquiry) + 48h"), (ConditionText.Of(inquiry.Within!.From!), ConditionText.Of(inquiry.Within.To!)));
    }

    [Fact]
    public void Has_a_quota_that_a_party_reads_otherwise()
    {
        var captives = Provision<Provision.Quota>("return-captives");
        Assert.Equal(("captives-returned", 30m), (captives.Counter, captives.Target));
        Assert.Equal(["north"], captives.To);
        var read = Assert.Single(captives.Readings);
        Assert.Equal(["south"], read.By);
        var otherwise = Assert.IsType<Provision.Quota>(read.As);
        Assert.Equal(("acceptance", "acceptance + 72h"), (ConditionText.Of(otherwise.Within!.From!), ConditionText.Of(otherwise.Within.To!)));
        Assert.Equal((captives.Id, captives.Text, captives.Target, captives.Counter), (otherwise.Id, otherwise.Text, otherwise.Target, otherwise.Counter));
        Assert.Empty(otherwise.Readings);
    }

    [Fact]
    public void Has_a_rate()
    {
        var aid = Provision<Provision.Rate>("aid-entry");
        Assert.Equal(("trucks-entered", 300m, RatePeriod.Day, 0.8m), (aid.Counter, aid.Target, aid.Per, aid.Share));
    }

    [Fact]
    public void Has_a_continuing_duty()
    {
        var open = Provision<Provision.Continuing>("crossing-open");
        Assert.Equal(Responsibility.Joint, open.Responsibility);
        Assert.Equal("end-of-day(entry-into-force + 90d)", ConditionText.Of(open.Within!.To!));
    }

    [Fact]
    public void Has_an_exchange()
    {
        var exchange = Provision<Provision.Exchange>("captives-for-prisoners");
        Assert.Equal([("south", "captives-returned", 1), ("north", "prisoners-released", 10)], exchange.Legs.Select(l => (l.By[0], l.Counter, l.Units)));
        Assert.Equal((LegOrder.FirstLegFirst, new TimeLength(24, LengthUnit.Hours), 30m), (exchange.Order, exchange.Lag, exchange.Total));
    }

    [Fact]
    public void Has_a_power()
    {
        var power = Provision<Provision.Power>("suspend-crossing");
        var suspend = Assert.IsType<Effect.Suspend>(power.Effect);
        Assert.Equal(["crossing-open"], suspend.Of);
        Assert.True(suspend.Tolls);
        Assert.Equal("breached(halt-fire)", ConditionText.Of(power.Applies!));
        Assert.Equal(new PowerLimits(1, new TimeLength(48, LengthUnit.Hours), new TimeLength(7, LengthUnit.Days)), power.Limits);
        Assert.Equal(["watch"], power.DecidedBy);
        Assert.Equal((2, false, Responsibility.Any), (power.Effort, power.Survives, power.Responsibility));
    }

    [Fact]
    public void Has_a_scenario()
    {
        var scenario = reading.Scenarios[0];
        var claim = Assert.IsType<Claim.Count>(Assert.Single(scenario.Claims));
        Assert.Equal(("envoy", "captives-returned", new Figure(1, Bound.AllBut, "person", Of: 30)), (claim.Speaker, claim.Counter, claim.Figure));
        var expected = Assert.Single(scenario.Expect);
        Assert.Equal(("2026-01-14", "all", "return-captives", Told.F), (expected.AsOf.ToString(), expected.Standpoint, expected.Provision, expected.Value));
    }

    [Fact]
    public void Knows_where_its_parts_stand()
    {
        var lines = Agreements.ExampleText.Split('\n');
        foreach (var provision in Truce.Provisions)
        {
            Assert.Contains($"id: {provision.Id}", lines[provision.Position.Line - 1], StringComparison.Ordinal);
        }
        var when = Truce.Phases[0].Completes!.Position;
        Assert.StartsWith("done(captives-for-prisoners)", lines[when.Line - 1][(when.Column - 1)..], StringComparison.Ordinal);
    }
}

public sealed class An_agreement_file
{
    [Fact]
    public void Keeps_dates_and_words_as_they_are_written()
    {
        var agreement = Agreements.Read(Agreements.Small.Replace("title: A small agreement", "title: 2026-01-09", StringComparison.Ordinal)
            .Replace("unit: truck", "unit: yes", StringComparison.Ordinal)).Agreement!;
        Assert.Equal(("2026-01-09", "yes"), (agreement.Title, agreement.Counter("trucks")!.Unit));
    }

    [Fact]
    public void May_have_a_byte_order_mark_and_Windows_line_ends()
    {
        var reading = Agreements.Read("\uFEFF" + Agreements.Small.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Empty(reading.Findings);
        Assert.Equal("small", reading.Agreement!.Id);
    }

    [Theory]
    [InlineData("suspend: [a, b], tolls: true", "Suspend")]
    [InlineData("suspend: a", "Suspend")]
    [InlineData("resume: [a]", "Resume")]
    [InlineData("waive: [a]", "Waive")]
    [InlineData("extend: {of: [a], by: 7d}", "Extend")]
    [InlineData("assign: {of: [a], from: north, to: south}", "Assign")]
    [InlineData("open: one", "Open")]
    [InlineData("terminate: agreement", "Terminate")]
    public void Has_every_effect(string effect, string kind)
    {
        var yaml = Agreements.With("""
                  - {id: a, kind: act, text: A}
                  - {id: b, kind: act, text: B}
                  - {id: p, kind: power, text: P, by: [north], effect: {EFFECT}}
            """.Replace("EFFECT", effect, StringComparison.Ordinal));
        var reading = Agreements.Read(yaml);
        Assert.Equal("", Agreements.Render(reading, yaml));
        Assert.Equal(kind, Assert.IsType<Provision.Power>(reading.Agreement!.Provision("p")).Effect!.GetType().Name);
    }

    [Fact]
    public void Takes_a_plain_date_as_a_bound()
    {
        var reading = Agreements.Read(Agreements.With("      - {id: a, kind: act, text: A, within: {from: signature, to: 2026-03-01}}"));
        Assert.Equal(Stamp.On(new LocalDate(2026, 3, 1)), Assert.IsType<TimeExpression.Fixed>(reading.Agreement!.Provision("a")!.Within!.To).Stamp);
    }

    [Fact]
    public void Points_into_conditions_that_run_over_several_lines()
    {
        var yaml = Agreements.With("""
                  - id: a
                    kind: act
                    text: A
                    applies: >-
                      done(signature)
                      and done(nothing)
                  - id: b
                    kind: act
                    text: B
                    applies: "done(signature) and
                      kept(a, lst 7d)"
                  - id: c
                    kind: act
                    text: C
                    applies: 'done(signature) or done(nobody)'
            """);
        Approved.Text("condition-over-lines.txt", Agreements.Render(Agreements.Read(yaml), yaml));
    }

    [Fact]
    public void Keeps_the_agreement_where_an_error_leaves_no_gap_in_it()
    {
        var reading = Agreements.Read(Agreements.Small + "colour: red\nscenarios:\n  - {title: T, expect: [{as-of: 2026-01-32, phase: two, value: T}]}\n");
        Assert.Equal(["unknown-key", "bad-date", "unknown-reference"], reading.Findings.Select(f => f.Code));
        Assert.NotNull(reading.Agreement);
        Assert.Null(Agreements.Read(Agreements.Small.Replace("2026-01-09", "2026-01-32", StringComparison.Ordinal)).Agreement);
    }

    [Fact]
    public void That_is_too_large_is_not_read()
    {
        var bytes = new byte[80 * 1024 * 1024];
        Assert.Equal("file-too-large", Assert.Single(AgreementFile.Read("agreement.yaml", bytes).Findings).Code);
        using var stream = new MemoryStream(bytes);
        Assert.Equal("file-too-large", Assert.Single(AgreementFile.Read("agreement.yaml", stream).Findings).Code);
        Assert.True(stream.Position < bytes.Length);
    }

    [Fact]
    public void In_another_encoding_is_not_read()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            Assert.Equal("wrong-encoding", Assert.Single(AgreementFile.Read("a", encoding.GetPreamble().Concat(encoding.GetBytes(Agreements.Small)).ToArray()).Findings).Code);
        }
        Assert.Equal("wrong-encoding", Assert.Single(AgreementFile.Read("a", Encoding.Unicode.GetBytes(Agreements.Small)).Findings).Code);
        var finding = Assert.Single(AgreementFile.Read("a", Encoding.Latin1.GetBytes("servanda: 1\ntitle: é\n")).Findings);
        Assert.Equal(("wrong-encoding", new TextPosition(2, 8)), (finding.Code, finding.Position));
    }

    [Fact]
    public void With_many_provisions_is_read()
    {
        var yaml = Agreements.With(string.Join('\n', Enumerable.Range(0, 600).Select(n => $$"""
                  - id: provision-{{n}}
                    kind: act
                    text: "{{new string('x', 1_500)}}"
                    by: [north, south]
                    responsibility: joint
                    zones: [area]
                    within: {from: "signature + {{n}}d", to: "end-of-day(signature + {{n + 5}}d)"}
                    applies: "done(signature) and not breached(provision-{{(n + 1) % 600}})"
            """)));
        Assert.True(yaml.Length > 1_000_000);
        var reading = Agreements.Read(yaml);
        Assert.Empty(reading.Findings);
        Assert.Equal(600, reading.Agreement!.Provisions.Count());
    }

    [Fact]
    public void With_thousands_of_slips_lists_those_that_somebody_will_read()
    {
        var reading = Agreements.Read(Agreements.With(string.Join('\n', Enumerable.Range(0, 3_000).Select(n => $"      - {{id: p{n}, kind: act, text: A, by: [nroth]}}"))));
        Assert.Equal(501, reading.Findings.Count);
        Assert.Equal(("more-findings", Severity.Note), (reading.Findings[^1].Code, reading.Findings[^1].Severity));
    }

    public static TheoryData<string, string> Bombs => new()
    {
        { "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\n", "yaml-alias" },
        { "a: &a {b: 1}\nc:\n  <<: *a\n", "yaml-alias" },
        { "servanda: !!int 1\n", "yaml-alias" },
        { "servanda: !<tag:yaml.org,2002:binary> 1\n", "yaml-alias" },
        { "a: " + new string('[', 100_000), "too-deep" },
        { "a: " + string.Concat(Enumerable.Repeat("{a: ", 100_000)), "too-deep" },
        { string.Concat(Enumerable.Range(0, 2_000).Select(n => new string(' ', n) + "a:\n")), "too-deep" },
        { string.Concat(Enumerable.Repeat("- ", 100_000)), "too-deep" },
        { new string('?', 100_000), "wrong-type" },
        { string.Concat(Enumerable.Repeat("? ", 100_000)), "too-deep" },
        { "a: \"" + new string('x', 100_000), "yaml-syntax" },
    };

    [Theory, MemberData(nameof(Bombs))]
    public void That_would_unfold_without_end_is_refused(string yaml, string code)
    {
        var reading = Agreements.Read(yaml);
        Assert.Contains(code, reading.Findings.Select(f => f.Code));
        Assert.Null(reading.Agreement);
    }
}

public sealed class A_damaged_agreement_file
{
    [Fact]
    public void Cut_anywhere_is_read_without_a_fault()
    {
        var bytes = Encoding.UTF8.GetBytes(Agreements.ExampleText);
        for (var length = 0; length < bytes.Length; length += 97)
        {
            Read(bytes.AsSpan(0, length));
        }
    }

    [Fact]
    public void Changed_anywhere_is_read_without_a_fault()
    {
        var sound = Encoding.UTF8.GetBytes(Agreements.ExampleText);
        var letters = "{}[]:,-?&*!|>'\"%@`# \t\n\r\\~<=()0a\u00e9"u8.ToArray();
        var random = new Random(11);
        for (var round = 0; round < 1_500; round++)
        {
            var bytes = (byte[])sound.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = letters[random.Next(letters.Length)];
            }
            Read(bytes);
        }
    }

    [Fact]
    public void With_lines_lost_or_doubled_or_moved_is_read_without_a_fault()
    {
        var lines = Agreements.ExampleText.Split('\n');
        var random = new Random(12);
        for (var round = 0; round < 500; round++)
        {
            var changed = lines.ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var line = changed[random.Next(changed.Count)];
                changed.RemoveAt(random.Next(changed.Count));
                changed.Insert(random.Next(changed.Count), random.Next(2) == 0 ? line : line.TrimStart());
            }
            Read(Encoding.UTF8.GetBytes(string.Join('\n', changed)));
        }
    }

    [Fact]
    public void Of_random_bytes_is_read_without_a_fault()
    {
        var random = new Random(13);
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Read(bytes);
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)" \n:-[]{},'\"|>?&*!%#abc12\\ux\t"[bytes[i] % 28];
            }
            Read(bytes);
        }
    }

    [Theory]
    [InlineData("phases: [", "a, ")]
    [InlineData("phases:\n", "- {id: a, kind: act}\n")]
    [InlineData("title: ", "word ")]
    [InlineData("title: \"", "\\n")]
    [InlineData("phases: [{opens: {when: ", "done(a) and\n ")]
    [InlineData("phases: [{opens: {when: ", "(")]
    [InlineData("", "?\n")]
    [InlineData("", "#")]
    [InlineData("", "- \n")]
    [InlineData("", "\n")]
    public void Eight_megabytes_large_is_answered(string start, string again) => IsAnswered(start, again, 8 * 1024 * 1024);

    [Fact]
    public void As_large_as_it_may_be_is_answered() => IsAnswered("", "- \n", AgreementFile.LargestSize);

    private static void IsAnswered(string start, string again, int size)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat("servanda: 1\n" + start, string.Concat(Enumerable.Repeat(again, (size - 100) / again.Length))));
        Assert.NotEmpty(AgreementFile.Read("agreement.yaml", bytes).Findings);
    }

    private static void Read(ReadOnlySpan<byte> bytes)
    {
        var reading = AgreementFile.Read("agreement.yaml", bytes);
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        foreach (var finding in reading.Findings)
        {
            Assert.False(string.IsNullOrEmpty(finding.Message));
            FindingText.Render(finding, finding.Position.Line >= 1 && finding.Position.Line <= lines.Length ? lines[finding.Position.Line - 1] : null);
        }
        Assert.True(reading.Agreement is not null || reading.Findings.Count > 0);
    }
}
