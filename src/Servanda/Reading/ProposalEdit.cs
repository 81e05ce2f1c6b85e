using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Reading;

/// <summary>What a person may change in a proposal: each field by a key, each value checked.</summary>
public static class ProposalEdit
{
    public static IReadOnlyList<(char Key, string Name)> Fields { get; } =
        [('p', "provision"), ('s', "speaker"), ('k', "kind"), ('y', "polarity"), ('f', "figure"), ('d', "day said")];

    public static string? Name(char? key) => Fields.FirstOrDefault(f => f.Key == key).Name;

    /// <summary>The proposal with one field as a person would have it, or what is wrong with the value.</summary>
    /// <param name="field">A key of <see cref="Fields"/>.</param>
    public static (Proposal? Changed, string? Wrong) Of(Proposal proposal, char field, string value, Agreement agreement) => field switch
    {
        'p' => Provision(proposal, value, agreement),
        's' => value.Length == 0 ? (null, "A statement is always somebody's.") : (Speaker(proposal, value, agreement), null),
        'k' => Named<ProposalKind>(value, ProposalJson.Name) is { } kind ? (proposal with { Kind = kind, Figure = kind is ProposalKind.Figure ? proposal.Figure : null }, null) : Unknown<ProposalKind>(value, ProposalJson.Name),
        'y' => value is "" or "-" ? (proposal with { Polarity = null }, null)
            : Named<ProposalPolarity>(value, ProposalJson.Name) is { } polarity ? (proposal with { Polarity = polarity }, null) : Unknown<ProposalPolarity>(value, ProposalJson.Name),
        'f' => value is "" or "-" ? (proposal with { Figure = null }, null) : Figure(proposal, value),
        'd' => value is "" or "-" ? (proposal with { DateSaid = null, DateSaidBasis = null }, null)
            : NodaTime.Text.LocalDatePattern.Iso.Parse(value) is { Success: true, Value: var day } ? (proposal with { DateSaid = day, DateSaidBasis = "date" }, null) : (null, $"`{value}` is no date such as 2026-01-16."),
        _ => (null, "There is no such field."),
    };

    private static (Proposal?, string?) Provision(Proposal proposal, string value, Agreement agreement) =>
        agreement.Provision(value) is { } provision ? (proposal with { Provision = provision.Id }, null)
            : (null, $"No provision is called `{value}`.{(Spelling.Nearest(value, agreement.Provisions.Select(p => p.Id)) is { } near ? $" Did you mean {near}?" : "")}");

    private static Proposal Speaker(Proposal proposal, string value, Agreement agreement) =>
        agreement.Actor(value) is { } actor
            ? proposal with { Speaker = actor.Name, Party = actor.Id, PartyName = actor.Name }
            : proposal with { Speaker = value, Party = null, PartyName = null };

    // "at-least 12 people killed", "12 trucks"
    private static (Proposal?, string?) Figure(Proposal proposal, string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bound = Named<Bound>(words[0], ProposalJson.Name);
        var rest = bound is null ? words : words[1..];
        return rest.Length > 1 && decimal.TryParse(rest[0], System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? (proposal with { Figure = new Figure(number, bound ?? Bound.Exact, string.Join(' ', rest[1..])), Kind = ProposalKind.Figure }, null)
            : (null, $"`{value}` is no figure such as `at-least 12 people killed`.");
    }

    private static T? Named<T>(string value, Func<T, string> name) where T : struct, Enum =>
        Enum.GetValues<T>().Where(v => name(v) == value).Select(v => (T?)v).FirstOrDefault();

    private static (Proposal?, string?) Unknown<T>(string value, Func<T, string> name) where T : struct, Enum =>
        (null, $"`{value}` is none of {string.Join(", ", Enum.GetValues<T>().Select(name))}.");
}
