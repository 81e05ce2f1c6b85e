using System.Text.Json;
using NodaTime;
using Servanda.Agreements;

namespace Servanda.Tests.Reading;

/// <summary>The list of actors beside a document of the corpus, as the agreement a user would have.</summary>
internal static class ActorList
{
    private sealed record Row(string Id, string Name, string Kind, string[] Aliases, string? PartOf);

    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static Agreement Agreement(string json) => new()
    {
        Id = "corpus",
        Title = "Corpus",
        Zone = DateTimeZone.Utc,
        Actors = [.. JsonSerializer.Deserialize<Row[]>(json, Options)!.Select(Actor)],
    };

    private static Actor Actor(Row row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Role = row.Kind is "monitor" ? ActorRole.Mechanism : Enum.Parse<ActorRole>(row.Kind, ignoreCase: true),
        Aliases = row.Aliases ?? [],
        PartOf = row.PartOf,
    };
}
