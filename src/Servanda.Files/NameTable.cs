using Servanda.Agreements;

namespace Servanda.Files;

/// <summary>What the file declares, by family, and every name it uses, resolved when all of it has been read.</summary>
internal sealed class NameTable(FindingList findings)
{
    // Both stand in one place in a condition: done(x) asks about either, and declared(x, by a) about a provision or a phase.
    private static readonly NameFamily[] Together = [NameFamily.Provision, NameFamily.Anchor, NameFamily.Phase];

    private static readonly string[] OwnStandpoints = ["all", "verified", "mediators"];

    private readonly Dictionary<NameFamily, Dictionary<string, TextPosition>> declared = [];
    private readonly HashSet<string> exchanges = new(StringComparer.Ordinal);
    private readonly HashSet<string> parties = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextPosition> standpoints = new(StringComparer.Ordinal);
    private readonly List<(UsedName Used, bool LeavesGap)> used = [];
    private readonly List<YamlText> usedStandpoints = [];

    /// <summary>True while scenarios are read, whose faults leave the agreement whole.</summary>
    public bool InScenarios { get; set; }

    /// <summary>Whether a name of the agreement itself refers to nothing, or defines itself.</summary>
    public bool HasGaps { get; private set; }

    /// <summary>Declares the id of a mapping; empty where it has none that could be named.</summary>
    public string Declare(YamlFields fields, NameFamily family, string? kind = null)
    {
        var id = fields.Id();
        if (id.Length == 0)
        {
            return id;
        }
        var others = family is NameFamily.Provision or NameFamily.Anchor or NameFamily.Phase ? Together : [family];
        foreach (var other in others)
        {
            if (Declared(other).TryGetValue(id, out var first))
            {
                // Two anchors or phases of one id are no worse than a provision beside them, so the first is named.
                findings.Error("duplicate-id", $"{Spelling.Quote(id)} is already the id of {Indefinite(other)}, in line {first.Line}.", fields.PositionOf("id"), id,
                    other == family ? "give one of the two another id" : "provisions, phases and anchors share one set of ids, because conditions name them alike");
                return id;
            }
        }
        Declared(family)[id] = fields.PositionOf("id");
        if (kind is "exchange")
        {
            exchanges.Add(id);
        }
        if (family is NameFamily.Actor && fields.Text("role") is "party")
        {
            parties.Add(id);
        }
        return id;
    }

    public string DeclareStandpoint(YamlFields fields)
    {
        var id = fields.Id();
        if (OwnStandpoints.Contains(id, StringComparer.Ordinal) || parties.Contains(id))
        {
            findings.Error("duplicate-id", $"The standpoint {Spelling.Quote(id)} exists by itself.", fields.PositionOf("id"), id, "choose another id");
        }
        else if (id.Length > 0 && !standpoints.TryAdd(id, fields.PositionOf("id")))
        {
            findings.Error("duplicate-id", $"{Spelling.Quote(id)} is already the id of a standpoint, in line {standpoints[id].Line}.", fields.PositionOf("id"), id, "give one of the two another id");
        }
        return id;
    }

    public string? Use(YamlFields fields, string key, NameFamily family) => fields.Scalar(key) is { } name ? Use(name, family) : null;

    /// <param name="besides">A name that stands for itself and need not be declared.</param>
    public IReadOnlyList<string> UseEach(YamlFields fields, string key, NameFamily family, string? besides = null) =>
        [.. fields.Scalars(key).Select(name => name.Value == besides ? name.Value : Use(name, family))];

    public string Use(YamlText name, NameFamily family)
    {
        Use(new UsedName(name.Value, family, name.Start));
        return name.Value;
    }

    public void Use(UsedName name) => used.Add((name, !InScenarios));

    public void UseStandpoint(YamlText name) => usedStandpoints.Add(name);

    /// <summary>Reads a condition and the names in it.</summary>
    public Condition? Condition(YamlFields fields, string key, string text)
    {
        if (fields.Scalar(key) is not { } written)
        {
            return null;
        }
        var reading = ConditionParser.ParseCondition(written.Value, findings.File, YamlTree.Locator(written, text));
        Take(reading.Finding, reading.Names);
        return reading.Condition;
    }

    /// <inheritdoc cref="Condition"/>
    public TimeExpression? Time(YamlFields fields, string key, string text)
    {
        if (fields.Scalar(key) is not { } written)
        {
            return null;
        }
        var reading = ConditionParser.ParseTime(written.Value, findings.File, YamlTree.Locator(written, text));
        Take(reading.Finding, reading.Names);
        return reading.Time;
    }

    private void Take(Finding? finding, IReadOnlyList<UsedName> names)
    {
        if (finding is not null)
        {
            findings.Add(finding);
            return;
        }
        foreach (var name in names)
        {
            Use(name);
        }
    }

    /// <summary>Reports every name that names nothing.</summary>
    public void Resolve()
    {
        foreach (var (name, leavesGap) in used)
        {
            if (!IsDeclared(name))
            {
                HasGaps |= leavesGap;
                findings.Error("unknown-reference", $"There is no {Definite(name.Family)} {Spelling.Quote(name.Name)}.", name.Position, name.Name, HintFor(name), leavesGap);
            }
        }
        foreach (var name in usedStandpoints)
        {
            string[] known = [.. OwnStandpoints, .. parties, .. standpoints.Keys];
            if (!known.Contains(name.Value, StringComparer.Ordinal))
            {
                findings.Error("unknown-reference", $"There is no standpoint {Spelling.Quote(name.Value)}.", name.Start, name.Value, Spelling.DidYouMeanOneOf(name.Value, known), leavesGap: false);
            }
        }
    }

    private bool IsDeclared(UsedName name) => FamiliesOf(name.Family).Any(family => Declared(family).ContainsKey(name.Name))
        && (name.Family is not NameFamily.Exchange || exchanges.Contains(name.Name));

    private string? HintFor(UsedName name)
    {
        if (name.Family is NameFamily.Exchange && Declared(NameFamily.Provision).ContainsKey(name.Name))
        {
            return $"`{name.Name}` is a provision of another kind";
        }
        var elsewhere = declared.FirstOrDefault(family => family.Value.ContainsKey(name.Name));
        if (elsewhere.Value is not null)
        {
            return name is { Use: "done", Family: NameFamily.Provision } && elsewhere.Key is NameFamily.Anchor
                ? $"`{name.Name}` is an anchor, which is a time by itself: write `{name.Name}`"
                : $"`{name.Name}` is {Indefinite(elsewhere.Key)}";
        }
        var known = FamiliesOf(name.Family).SelectMany(family => Declared(family).Keys);
        return findings.DidYouMean(name.Name, name.Family is NameFamily.Exchange ? exchanges : known)
            ?? (known.Any() ? null : $"the file declares no {Definite(name.Family)}");
    }

    private static NameFamily[] FamiliesOf(NameFamily family) => family switch
    {
        NameFamily.ProvisionOrAnchor => [NameFamily.Provision, NameFamily.Anchor],
        NameFamily.ProvisionOrPhase => [NameFamily.Provision, NameFamily.Phase],
        NameFamily.Exchange => [NameFamily.Provision],
        _ => [family],
    };

    /// <summary>Reports what is part of itself, and duties that each wait for an occurrence of the other.</summary>
    public void FindCircles(Agreement agreement)
    {
        FindCircle(agreement.Actors.Select(a => (a.Id, a.PartOf, a.Position)), "part of");
        FindCircle(agreement.Zones.Select(z => (z.Id, z.PartOf, z.Position)), "part of");
        FindCircle(agreement.Provisions.Select(p => (p.Id, p.Each, p.Position)), "owed for each of");
        FindCircle(agreement.Provisions.Select(p => (p.Id, p.Remedy, p.Position)), "remedied by");
    }

    private void FindCircle(IEnumerable<(string Id, string? Next, TextPosition Position)> steps, string relation)
    {
        var next = new Dictionary<string, (string? Next, TextPosition Position)>(StringComparer.Ordinal);
        foreach (var (id, to, position) in steps)
        {
            next.TryAdd(id, (to, position));
        }
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in next.Keys)
        {
            var path = new List<string>();
            var onPath = new HashSet<string>(StringComparer.Ordinal);
            var at = start;
            while (at is not null && next.TryGetValue(at, out var step) && !done.Contains(at) && onPath.Add(at))
            {
                path.Add(at);
                at = step.Next;
            }
            if (at is not null && onPath.Contains(at))
            {
                var circle = path[path.IndexOf(at)..];
                Circle(next[at].Position, at, $"{Spelling.Quote(at)} is {relation} itself: {string.Join(" → ", circle.Append(at))}.");
            }
            done.UnionWith(path);
        }
    }

    private void Circle(TextPosition position, string name, string message)
    {
        HasGaps = true;
        findings.Error("reference-circle", message, position, name, "break the circle at one of them");
    }

    private Dictionary<string, TextPosition> Declared(NameFamily family)
    {
        if (!declared.TryGetValue(family, out var names))
        {
            declared[family] = names = new Dictionary<string, TextPosition>(StringComparer.Ordinal);
        }
        return names;
    }

    private static string Definite(NameFamily family) => family switch
    {
        NameFamily.Provision => "provision",
        NameFamily.ProvisionOrAnchor => "provision or anchor",
        NameFamily.ProvisionOrPhase => "provision or phase",
        NameFamily.Exchange => "exchange",
        NameFamily.Phase => "phase",
        NameFamily.Counter => "counter",
        NameFamily.Zone => "zone",
        NameFamily.Actor => "actor",
        NameFamily.Anchor => "anchor",
        NameFamily.Meeting => "meeting",
    };

    private static string Indefinite(NameFamily family) => family is NameFamily.Actor or NameFamily.Anchor ? $"an {Definite(family)}" : $"a {Definite(family)}";
}
