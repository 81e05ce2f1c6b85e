using NodaTime;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>
/// The sections of an agreement file, each read into its part of the domain. Names that refer to something are only
/// collected on the way, and resolved at the end, when everything that could be named is known.
/// </summary>
internal sealed class AgreementReader(string text, FindingList findings)
{
    public static readonly string[] Keys =
        ["servanda", "id", "title", "time-zone", "calendar", "actors", "standpoints", "anchors", "zones", "counters", "definitions", "meetings", "phases", "scenarios"];

    private static readonly string[] ActorKeys = ["id", "name", "role", "aliases", "people", "part-of", "part-of-source"];
    private static readonly string[] PersonKeys = ["name", "title", "aliases", "from", "to"];
    private static readonly string[] StandpointKeys = ["id", "name", "speakers", "excluding", "minimum-grade", "silence"];
    private static readonly string[] CounterKeys = ["id", "unit", "universe", "monotone", "stale-after", "tolerance", "measures"];

    private readonly NameTable names = new(findings);

    public AgreementReading Read(YamlNode root)
    {
        if (root is not YamlMap map)
        {
            findings.Error("wrong-type", "The file is no mapping of keys to values.", root.Start, null, "an agreement begins with `servanda: 1`");
            return new AgreementReading(null, [], findings.InOrder());
        }
        var fields = new YamlFields(map, "an agreement", findings, known: null);
        if (!IsFormat1(fields))
        {
            return new AgreementReading(null, [], findings.InOrder());
        }
        fields.OnlyKeys(Keys, elsewhere: null);
        var agreement = Agreement(fields);
        var gapsBefore = findings.HasGaps;
        var scenarios = new ScenarioReader(findings, names).Read(fields);
        names.Resolve();
        names.FindCircles(agreement);
        // A gap in a scenario alone leaves the agreement whole.
        var draft = gapsBefore || names.HasGaps ? null : agreement;
        return new AgreementReading(findings.LeavesOpen ? null : draft, scenarios, findings.InOrder()) { Draft = draft };
    }

    private bool IsFormat1(YamlFields fields)
    {
        if (!fields.Has("servanda"))
        {
            findings.Error("missing-key", "The file does not say that it is an agreement.", fields.Start, null, "begin it with `servanda: 1`");
            return false;
        }
        if (fields.Text("servanda") is "1" or null)
        {
            return true;
        }
        findings.Error("unsupported-format", $"The file is in format {Spelling.Quote(fields.Text("servanda")!)}; this program reads format 1.", fields.PositionOf("servanda"), fields.Text("servanda"),
            "a newer Servanda may read it");
        return false;
    }

    private Agreement Agreement(YamlFields fields)
    {
        // A file without a zone is read to its end in another, for its findings.
        var zone = ZoneOf(fields) ?? DateTimeZone.Utc;
        if (!fields.Has("phases"))
        {
            findings.Add(new Finding
            {
                Code = "missing-key",
                Severity = Severity.Warning,
                Message = "An agreement without `phases` holds no provision.",
                File = findings.File,
                Position = fields.Start,
                Hint = "add `phases`; if the file had them, it was cut off",
            }, leavesGap: false);
        }
        return new Agreement
        {
            Id = fields.Id(),
            Title = fields.RequiredText("title"),
            Zone = zone,
            Calendar = Calendar(fields),
            Actors = [.. fields.Each("actors", "an actor", ActorKeys).Select(Actor)],
            Standpoints = [.. fields.Each("standpoints", "a standpoint", StandpointKeys).Select(Standpoint)],
            Anchors = [.. fields.Each("anchors", "an anchor", ["id", "at", "text"]).Select(Anchor)],
            Zones = [.. fields.Each("zones", "a zone", ["id", "name", "part-of", "geometry"]).Select(Zone)],
            Counters = [.. fields.Each("counters", "a counter", CounterKeys).Select(Counter)],
            Definitions = [.. fields.Each("definitions", "a definition", ["term", "means"]).Select(f => new Definition(f.RequiredText("term"), f.RequiredText("means"), f.Start))],
            Meetings = [.. fields.Each("meetings", "a meeting", ["id", "title", "at", "place", "participants"]).Select(Meeting)],
            Phases = [.. fields.Each("phases", "a phase", ["id", "title", "opens", "completes", "provisions"]).Select(Phase)],
        };
    }

    private DateTimeZone? ZoneOf(YamlFields fields)
    {
        fields.Require("time-zone", "name a zone of the tz database, such as Europe/Zurich: days and deadlines count there");
        if (fields.Scalar("time-zone") is not { } name)
        {
            return null;
        }
        var zones = DateTimeZoneProviders.Tzdb;
        if (zones.Ids.Contains(name.Value, StringComparer.Ordinal))
        {
            return zones[name.Value];
        }
        findings.Error("bad-time-zone", $"{Spelling.Quote(name.Value)} is no time zone.", name.Start, name.Value, ZoneHint(name.Value, zones.Ids));
        return null;
    }

    // People write a city, or the zone in small letters, more often than they mistype a letter.
    private static string ZoneHint(string written, IEnumerable<string> zones)
    {
        var plain = written.Replace(' ', '_');
        var likely = zones.FirstOrDefault(z => z.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? zones.FirstOrDefault(z => z.EndsWith("/" + plain[(plain.LastIndexOf('/') + 1)..], StringComparison.OrdinalIgnoreCase))
            ?? Spelling.Nearest(written, zones);
        return likely is null ? "name a zone of the tz database, such as Europe/Zurich" : $"did you mean `{likely}`?";
    }

    private static WorkCalendar Calendar(YamlFields fields)
    {
        var calendar = new WorkCalendar();
        if (fields.Fields("calendar", "the calendar", ["weekend", "holidays", "rounding"]) is not { } given)
        {
            return calendar;
        }
        return calendar with
        {
            Weekend = given.Has("weekend") ? [.. given.Words<Weekday>("weekend").Select(d => (IsoDayOfWeek)d)] : calendar.Weekend,
            Holidays = given.Days("holidays"),
            Rounding = given.Word<MonthRounding>("rounding") ?? calendar.Rounding,
        };
    }

    // IsoDayOfWeek has a member that is no day.
    private enum Weekday { Monday = 1, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday }

    private Actor Actor(YamlFields fields)
    {
        fields.Require("role");
        var role = fields.Word<ActorRole>("role") ?? ActorRole.Other;
        var id = names.Declare(fields, NameFamily.Actor);
        if (id == Claims.Claim.UnknownActor)
        {
            findings.Error("bad-id", "`unknown` is no actor: in a claim it says that nobody is named.", fields.PositionOf("id"), id, "choose another id");
        }
        if (role is ActorRole.Party && id is "all" or "verified" or "mediators")
        {
            findings.Error("duplicate-id", $"A party is a standpoint, and the standpoint `{id}` exists by itself.", fields.PositionOf("id"), id, "choose another id");
        }
        return new Actor
        {
            Id = id,
            Name = fields.RequiredText("name"),
            Role = role,
            Aliases = fields.Texts("aliases"),
            People = [.. fields.Each("people", "a person", PersonKeys).Select(Person)],
            PartOf = names.Use(fields, "part-of", NameFamily.Actor),
            PartOfSource = fields.Text("part-of-source"),
            Position = fields.Start,
        };
    }

    private Person Person(YamlFields fields)
    {
        var (from, to) = (fields.Day("from"), fields.Day("to"));
        if (to < from)
        {
            findings.Error("bad-period", "It ends before it begins.", fields.PositionOf("to"), fields.Text("to"), "`from` and `to` are the first and the last day in office");
        }
        return new Person(fields.RequiredText("name"), fields.Text("title"), fields.Texts("aliases"), from, to);
    }

    private DeclaredStandpoint Standpoint(YamlFields fields) => new()
    {
        Id = names.DeclareStandpoint(fields),
        Name = fields.RequiredText("name"),
        Speakers = names.UseEach(fields, "speakers", NameFamily.Actor, besides: "mediators"),
        Excluding = names.UseEach(fields, "excluding", NameFamily.Actor),
        MinimumGrade = fields.Word<Grade>("minimum-grade") ?? Grade.Reported,
        Silence = fields.Word<SilencePolicy>("silence"),
        Position = fields.Start,
    };

    private Anchor Anchor(YamlFields fields) => new(names.Declare(fields, NameFamily.Anchor), fields.Stamp("at"), fields.Text("text"), fields.Start);

    private Zone Zone(YamlFields fields) =>
        new(names.Declare(fields, NameFamily.Zone), fields.RequiredText("name"), names.Use(fields, "part-of", NameFamily.Zone), fields.Text("geometry"), fields.Start);

    private Counter Counter(YamlFields fields) => new()
    {
        Id = names.Declare(fields, NameFamily.Counter),
        Unit = fields.RequiredText("unit"),
        Universe = fields.Number("universe", 0, Claims.ClaimJson.LargestNumber),
        Monotone = fields.Truth("monotone") ?? false,
        StaleAfter = fields.Length("stale-after"),
        Tolerance = fields.Share("tolerance") ?? 0.10m,
        Measures = names.Use(fields, "measures", NameFamily.Provision),
        Position = fields.Start,
    };

    private Meeting Meeting(YamlFields fields) => new(
        names.Declare(fields, NameFamily.Meeting), fields.RequiredText("title"), fields.Stamp("at"), fields.Text("place"),
        names.UseEach(fields, "participants", NameFamily.Actor), fields.Start);

    private Phase Phase(YamlFields fields)
    {
        var id = names.Declare(fields, NameFamily.Phase);
        var provisions = new ProvisionReader(text, findings, names, id);
        return new Phase
        {
            Id = id,
            Title = fields.RequiredText("title"),
            Opens = Opens(fields),
            Completes = Completes(fields),
            Provisions = [.. fields.Maps("provisions").Select(provisions.Read).OfType<Provision>()],
            Position = fields.Start,
            Written = fields.Written,
        };
    }

    private PhaseOpening? Opens(YamlFields fields)
    {
        if (fields.Fields("opens", "`opens`", ["when", "mode", "by"]) is not { } opens)
        {
            return null;
        }
        var mode = opens.Word<EntryMode>("mode") ?? EntryMode.Automatic;
        if (mode is EntryMode.Declared)
        {
            opens.Require("by", "name who declares the phase open");
        }
        else if (opens.Has("by") && (!opens.Has("mode") || opens.Text("mode") is "automatic"))
        {
            findings.Error("unknown-key", "`by` has a meaning only where `mode` is `declared`.", opens.PositionOf("by"), null, "write `mode: declared`, or leave `by` out", leavesGap: false);
        }
        return new PhaseOpening(
            names.Condition(opens, "when", text), mode,
            names.UseEach(opens, "by", NameFamily.Actor));
    }

    private Condition? Completes(YamlFields fields)
    {
        if (fields.Fields("completes", "`completes`", ["when"]) is not { } completes)
        {
            return null;
        }
        completes.Require("when");
        return names.Condition(completes, "when", text);
    }
}
