using System.Collections.Frozen;
using System.Diagnostics;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Files;

/// <summary>The provisions of one phase: first what all kinds share, then what each kind has of its own.</summary>
internal sealed class ProvisionReader(string text, FindingList findings, NameTable names, string phase)
{
    private static readonly string[] Kinds = ["act", "quota", "rate", "prohibition", "continuing", "exchange", "power"];

    private static readonly string[] CommonKeys =
        ["id", "kind", "article", "text", "by", "to", "responsibility", "zones", "within", "applies", "each", "verified-by", "silence", "remedy", "words", "topic",
         "effort", "survives", "readings"];

    private static readonly FrozenDictionary<string, string[]> KindsWithKey = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["counter"] = ["quota", "rate"],
        ["target"] = ["quota", "rate"],
        ["per"] = ["rate"],
        ["share"] = ["rate"],
        ["exceptions"] = ["prohibition", "continuing"],
        ["legs"] = ["exchange"],
        ["order"] = ["exchange"],
        ["lag"] = ["exchange"],
        ["total"] = ["exchange"],
        ["effect"] = ["power"],
        ["limits"] = ["power"],
        ["decided-by"] = ["power"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What a reading may put in place of the text; a kind has those of them that it has at all.
    private static readonly string[] ReadingKeys = ["target", "per", "share", "within", "counter", "applies", "exceptions"];

    private static readonly string[] Effects = ["suspend", "resume", "waive", "extend", "assign", "open", "terminate"];

    /// <summary>The provision; null where its kind is not known.</summary>
    public Provision? Read(YamlMap map)
    {
        var fields = new YamlFields(map, "a provision", findings, known: null);
        fields.Require("kind", $"one of: {string.Join(", ", Kinds)}");
        var kind = fields.OneOf("kind", Kinds);
        OnlyKeysOf(kind, fields);
        var id = names.Declare(fields, NameFamily.Provision, kind);
        if (OwnKeys(kind, id, fields) is not { } own)
        {
            fields.RequiredText("text");
            return null;
        }
        var each = names.Use(fields, "each", NameFamily.Provision);
        var provision = own with
        {
            Article = fields.Text("article"),
            To = names.UseEach(fields, "to", NameFamily.Actor),
            By = names.UseEach(fields, "by", NameFamily.Actor),
            Responsibility = fields.Word<Responsibility>("responsibility"),
            Zones = names.UseEach(fields, "zones", NameFamily.Zone),
            Within = WithinOf(fields),
            Applies = names.Condition(fields, "applies", text),
            Each = each,
            Exceptions = ExceptionsOf(fields),
            VerifiedBy = names.UseEach(fields, "verified-by", NameFamily.Actor),
            DecidedBy = names.UseEach(fields, "decided-by", NameFamily.Actor),
            Silence = fields.Word<SilencePolicy>("silence"),
            Remedy = names.Use(fields, "remedy", NameFamily.Provision),
            Words = fields.Texts("words"),
            Topic = fields.Text("topic"),
            Effort = fields.WholeNumber("effort", 0, 1_000_000) ?? 1,
            Survives = fields.Truth("survives") ?? false,
            Written = fields.Written,
        };
        if (provision.By.Count > 1 && !fields.Has("responsibility"))
        {
            findings.AddOpen(new Finding
            {
                Code = "ambiguous-holder",
                Severity = Severity.Error,
                Message = "Several hold this provision, and it does not say who answers when it is not done: each can point at another.",
                File = findings.File,
                Position = fields.PositionOf("by"),
                Hint = "add `responsibility`: several (each for itself), joint (each for the whole) or any (one is enough)",
                Provisions = [id],
            });
        }
        return provision with { Readings = [.. fields.Maps("readings").Select(reading => ReadingOf(reading, provision))] };
    }

    private static void OnlyKeysOf(string? kind, YamlFields fields)
    {
        string[] known = kind is null
            ? [.. CommonKeys, .. KindsWithKey.Keys]
            : [.. CommonKeys, .. KindsWithKey.Where(key => key.Value.Contains(kind, StringComparer.Ordinal)).Select(key => key.Key)];
        fields.OnlyKeys(known, key => OfOtherKinds(key, kind));
    }

    private static string? OfOtherKinds(string key, string? kind) => KindsWithKey.TryGetValue(key, out var kinds)
        ? $"`{key}` belongs to {string.Join(" and ", kinds.Select(k => $"`{k}`"))}, and this is of kind `{kind}`"
        : null;

    private Provision? OwnKeys(string? kind, string id, YamlFields fields)
    {
        switch (kind)
        {
            case null:
                return null;
            case "act":
                return new Provision.Act { Id = id, Text = fields.RequiredText("text"), Phase = phase, Position = fields.Start };
            case "prohibition":
                return new Provision.Prohibition { Id = id, Text = fields.RequiredText("text"), Phase = phase, Position = fields.Start };
            case "continuing":
                return new Provision.Continuing { Id = id, Text = fields.RequiredText("text"), Phase = phase, Position = fields.Start };
            case "quota":
                return new Provision.Quota
                {
                    Id = id,
                    Text = fields.RequiredText("text"),
                    Phase = phase,
                    Position = fields.Start,
                    Counter = RequiredCounter(fields),
                    Target = RequiredTarget(fields),
                };
            case "rate":
                fields.Require("per", "one of: day, week, calendar");
                return new Provision.Rate
                {
                    Id = id,
                    Text = fields.RequiredText("text"),
                    Phase = phase,
                    Position = fields.Start,
                    Counter = RequiredCounter(fields),
                    Target = RequiredTarget(fields),
                    Per = fields.Word<RatePeriod>("per") ?? RatePeriod.Day,
                    Share = ShareOf(fields) ?? 1m,
                };
            case "exchange":
                return new Provision.Exchange
                {
                    Id = id,
                    Text = fields.RequiredText("text"),
                    Phase = phase,
                    Position = fields.Start,
                    Legs = LegsOf(fields),
                    Order = fields.Word<LegOrder>("order") ?? LegOrder.Any,
                    Lag = fields.Length("lag"),
                    Total = fields.Number("total", 0, ClaimJson.LargestNumber),
                };
            case "power":
                return new Provision.Power
                {
                    Id = id,
                    Text = fields.RequiredText("text"),
                    Phase = phase,
                    Position = fields.Start,
                    Effect = EffectOf(fields),
                    Limits = LimitsOf(fields),
                };
            default:
                throw new UnreachableException(kind);
        }
    }

    private string RequiredCounter(YamlFields fields)
    {
        fields.Require("counter", "name the counter that its figures count");
        return names.Use(fields, "counter", NameFamily.Counter) ?? "";
    }

    private static decimal RequiredTarget(YamlFields fields)
    {
        fields.Require("target", "the number owed");
        return TargetOf(fields) ?? 0;
    }

    private static decimal? TargetOf(YamlFields fields) => fields.Number("target", 0, ClaimJson.LargestNumber);

    private decimal? ShareOf(YamlFields fields)
    {
        var share = fields.Number("share", 0, 1);
        if (share is 0)
        {
            findings.Error("bad-number", "A share of 0 asks for nothing.", fields.PositionOf("share"), fields.Text("share"), "it has to be above 0, up to 1");
        }
        return share;
    }

    private Window? WithinOf(YamlFields fields)
    {
        if (fields.Fields("within", "`within`", ["from", "to"]) is not { } within)
        {
            return null;
        }
        return new Window(names.Time(within, "from", text), names.Time(within, "to", text));
    }


    private IReadOnlyList<ProvisionException> ExceptionsOf(YamlFields fields)
    {
        var exceptions = new List<ProvisionException>();
        foreach (var exception in fields.Each("exceptions", "an exception", ["id", "text", "decided-by"]))
        {
            var id = exception.Id();
            if (id.Length > 0 && exceptions.Exists(e => e.Id == id))
            {
                findings.Error("duplicate-id", $"{Spelling.Quote(id)} is already an exception of this provision.", exception.PositionOf("id"), id, "give one of the two another id");
            }
            exceptions.Add(new ProvisionException(id, exception.RequiredText("text"), names.UseEach(exception, "decided-by", NameFamily.Actor)));
        }
        return exceptions;
    }

    private IReadOnlyList<ExchangeLeg> LegsOf(YamlFields fields)
    {
        fields.Require("legs", "two: what each side delivers");
        var legs = new List<ExchangeLeg>();
        foreach (var leg in fields.Each("legs", "a leg", ["by", "counter", "units"]))
        {
            leg.Require("by", "who delivers");
            leg.Require("units", "how many of its own go for how many of the other");
            legs.Add(new ExchangeLeg(names.UseEach(leg, "by", NameFamily.Actor), RequiredCounter(leg), leg.WholeNumber("units", 1, 1_000_000) ?? 1));
        }
        if (fields.Node("legs") is YamlList && legs.Count != 2)
        {
            findings.Error("wrong-type", $"An exchange has two legs, not {legs.Count}.", fields.PositionOf("legs"), null, "what more than two deliver are exchanges of their own");
        }
        return legs;
    }

    private Effect? EffectOf(YamlFields fields)
    {
        if (fields.Fields("effect", "an effect", [.. Effects, "tolls"]) is not { } effect)
        {
            return null;
        }
        var named = Effects.Where(effect.Has).ToList();
        if (named.Count != 1)
        {
            findings.Error(named.Count == 0 ? "missing-key" : "unknown-key", named.Count == 0 ? "An effect needs to say what it does." : $"A power has one effect, not {named.Count}.", effect.Start, null,
                $"one of: {string.Join(", ", Effects)}; leave `effect` out for a bare permission");
            return null;
        }
        if (effect.Has("tolls") && named[0] is not "suspend")
        {
            findings.Error("unknown-key", "`tolls` has a meaning only with `suspend`.", effect.PositionOf("tolls"), null, "leave it out", leavesGap: false);
        }
        switch (named[0])
        {
            case "suspend":
                return new Effect.Suspend(ProvisionsIn(effect, "suspend"), effect.Truth("tolls") ?? false);
            case "resume":
                return new Effect.Resume(ProvisionsIn(effect, "resume"));
            case "waive":
                return new Effect.Waive(ProvisionsIn(effect, "waive"));
            case "extend":
                return effect.Fields("extend", "`extend`", ["of", "by"]) is { } extend ? ExtendOf(extend) : null;
            case "assign":
                return effect.Fields("assign", "`assign`", ["of", "from", "to"]) is { } assign ? AssignOf(assign) : null;
            case "open":
                return names.Use(effect, "open", NameFamily.Phase) is { } opened ? new Effect.Open(opened) : null;
            default:
                return effect.OneOf("terminate", ["agreement"]) is null ? null : new Effect.Terminate();
        }
    }

    private Effect.Extend? ExtendOf(YamlFields extend)
    {
        extend.Require("of", "the provisions whose deadlines move");
        extend.Require("by", "the length by which they move");
        var of = ProvisionsIn(extend, "of");
        return extend.Length("by") is { } by ? new Effect.Extend(of, by) : null;
    }

    private Effect.Assign? AssignOf(YamlFields assign)
    {
        assign.Require("of", "the provisions that pass on");
        assign.Require("from");
        assign.Require("to");
        var of = ProvisionsIn(assign, "of");
        var (from, to) = (names.Use(assign, "from", NameFamily.Actor), names.Use(assign, "to", NameFamily.Actor));
        return from is null || to is null ? null : new Effect.Assign(of, from, to);
    }

    private IReadOnlyList<string> ProvisionsIn(YamlFields fields, string key) =>
        [.. fields.ScalarOrScalars(key).Select(name => names.Use(name, NameFamily.Provision))];

    private static PowerLimits LimitsOf(YamlFields fields) => fields.Fields("limits", "`limits`", ["times", "notice", "lapses"]) is { } limits
        ? new PowerLimits(limits.WholeNumber("times", 1, 1_000_000), limits.Length("notice"), limits.Length("lapses"))
        : new PowerLimits(null, null, null);

    private PartyReading ReadingOf(YamlMap map, Provision provision)
    {
        var fields = new YamlFields(map, "a reading", findings, known: null);
        string[] keys = [.. ReadingKeys.Where(key => !KindsWithKey.TryGetValue(key, out var kinds) || kinds.Contains(provision.Kind, StringComparer.Ordinal))];
        fields.OnlyKeys(["by", .. keys], key => ReadingKeys.Contains(key, StringComparer.Ordinal) ? OfOtherKinds(key, provision.Kind) : null);
        fields.Require("by", "name the party that reads it so");
        if (!keys.Any(fields.Has))
        {
            findings.Error("missing-key", "A reading needs to say what is read otherwise.", fields.Start, null, $"one of: {string.Join(", ", keys)}");
        }
        var read = provision with
        {
            Within = fields.Has("within") ? WithinOf(fields) : provision.Within,
            Applies = fields.Has("applies") ? names.Condition(fields, "applies", text) : provision.Applies,
            Exceptions = fields.Has("exceptions") ? ExceptionsOf(fields) : provision.Exceptions,
            Readings = [],
        };
        read = read switch
        {
            Provision.Quota quota => quota with { Counter = names.Use(fields, "counter", NameFamily.Counter) ?? quota.Counter, Target = TargetOf(fields) ?? quota.Target },
            Provision.Rate rate => rate with
            {
                Counter = names.Use(fields, "counter", NameFamily.Counter) ?? rate.Counter,
                Target = TargetOf(fields) ?? rate.Target,
                Per = fields.Word<RatePeriod>("per") ?? rate.Per,
                Share = ShareOf(fields) ?? rate.Share,
            },
            _ => read,
        };
        return new PartyReading(names.UseEach(fields, "by", NameFamily.Actor), read);
    }
}
