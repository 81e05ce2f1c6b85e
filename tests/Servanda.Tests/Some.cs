using NodaTime;
using Servanda.Agreements;

namespace Servanda.Tests;

/// <summary>Valid values to start a test from.</summary>
internal static class Some
{
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Zurich"];

    /// <summary>Reads 2026-01-13, 01-13 or 2026-01-13T12:00.</summary>
    public static Stamp Stamp(string text)
    {
        var full = text.Length > 2 && text[2] == '-' ? "2026-" + text : text;
        if (full.Contains('T', StringComparison.Ordinal) && !full.EndsWith('Z') && full.LastIndexOf('+') < 0)
        {
            full += "+01:00";
        }
        return Agreements.Stamp.TryParse(full) ?? throw new ArgumentException(text);
    }

    public static TimeExpression Day(string day) => new TimeExpression.Fixed(Stamp(day));
    public static TimeExpression At(string anchor) => new TimeExpression.Anchor(anchor);
    public static TimeExpression After(string anchor, string length) => new TimeExpression.Shift(At(anchor), false, TimeLength.TryParse(length)!.Value);

    public static Provision.Act Act(string id = "withdraw", string by = "b") => new() { Id = id, Text = "B withdraws", Phase = "one", By = [by] };

    public static Provision.Quota Quota(decimal target = 48) => new() { Id = "release", Text = "All are released", Phase = "one", By = ["b"], Counter = "released", Target = target };

    public static Provision.Prohibition Halt(params string[] by) => new()
    {
        Id = "halt",
        Text = "Fire stops",
        Phase = "one",
        By = by.Length == 0 ? ["a", "b"] : by,
        Responsibility = Responsibility.Several,
        Within = new Window(Day("01-01"), null),
        Exceptions = [new ProvisionException("answer", "Answer to fire", ["monitor"])],
        VerifiedBy = ["monitor"],
    };

    public static Agreement Agreement(params Provision[] provisions) => new()
    {
        Id = "some",
        Title = "Some agreement",
        Zone = Zone,
        Actors =
        [
            Actor("a", ActorRole.Party), Actor("b", ActorRole.Party), Actor("envoy", ActorRole.Mediator), Actor("monitor", ActorRole.Mechanism), Actor("paper", ActorRole.Outlet),
            Actor("ministry", ActorRole.Authority) with { PartOf = "b" },
        ],
        Anchors = [new Anchor("entry", null, null, default), new Anchor("signature", Stamp("01-01"), null, default)],
        Zones = [new Zone("north", "The north", null, null, default), new Zone("south", "The south", null, null, default), new Zone("town", "The town", "north", null, default)],
        Counters =
        [
            new Counter { Id = "released", Unit = "person", Universe = 48, Monotone = true },
            new Counter { Id = "freed", Unit = "person", Monotone = true },
            new Counter { Id = "trucks", Unit = "truck" },
            new Counter { Id = "killed", Unit = "killed", Monotone = true, Measures = provisions.Any(p => p.Id == "halt") ? "halt" : null },
        ],
        Phases = [new Phase { Id = "one", Title = "Phase one", Provisions = provisions }],
    };

    public static Actor Actor(string id, ActorRole role) => new() { Id = id, Name = id.ToUpperInvariant(), Role = role };
}
