using NodaTime;
using Servanda.Agreements;
using Servanda.Reading;

namespace Servanda.Tests.Reading;

/// <summary>A truce between Northland and Southland, with an envoy, a mechanism and a health office, for the sentences of these tests.</summary>
internal static class SomeReader
{
    /// <summary>A Friday.</summary>
    public static readonly LocalDate Dateline = new(2026, 3, 6);

    public static Agreement Truce(string first = "Northland", string second = "Southland") => new()
    {
        Id = "example-truce",
        Title = "Example truce",
        Zone = DateTimeZone.Utc,
        Actors =
        [
            new Actor { Id = "north", Name = "Northland", Role = ActorRole.Party, Aliases = ["Northern army", "northern"] },
            new Actor { Id = "south", Name = "Southland", Role = ActorRole.Party, Aliases = ["Southern army", "southern"] },
            new Actor { Id = "north-health-office", Name = "Northern health office", Role = ActorRole.Authority, PartOf = "north" },
            new Actor { Id = "envoy", Name = "The envoy", Role = ActorRole.Mediator, Aliases = ["the envoy"] },
            new Actor { Id = "watch", Name = "Joint Watch", Role = ActorRole.Mechanism, Aliases = ["the mission", "the inspectors"] },
            new Actor { Id = "bergpost", Name = "Bergpost", Role = ActorRole.Outlet },
        ],
        Phases =
        [
            new Phase
            {
                Id = "one",
                Title = "Phase one",
                Provisions =
                [
                    new Provision.Prohibition { Id = "halt-fire", Phase = "one", Text = "All fire stops, by land, sea and air", Words = ["ceasefire", "truce", "shelling", "strike"] },
                    new Provision.Act { Id = "disarm", Phase = "one", Text = "Heavy weapons are handed in", Topic = "disarmament" },
                ],
            },
        ],
    };

    private static readonly Reader Reader = new(Truce());

    public static IReadOnlyList<Proposal> Read(string text) => Reader.Read(text, Dateline);

    /// <summary>What speakers say, the document's own voice left aside.</summary>
    public static IReadOnlyList<Proposal> Said(string text) => [.. Read(text).Where(p => p.Attribution is not Attribution.Reporter)];

    public static Proposal OneSaid(string text) => Said(text).Single();

    public static string Content(this Proposal proposal, string text) =>
        string.Join(" / ", proposal.ContentSpans.Select(s => text[s.Start..s.End]));
}
