using System.CommandLine;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Cli;

/// <summary>Standpoints by the names that people type.</summary>
internal static class Standpoints
{
    public static Option<string[]> Option(string description, bool several) => new("--standpoint")
    {
        HelpName = "ID",
        Description = description,
        Arity = several ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
    };

    /// <summary>Of a question that one account answers at a time.</summary>
    public static Option<string> ByWhose() => new("--standpoint") { HelpName = "ID", Description = "By whose account. Default: all.", DefaultValueFactory = _ => Standpoint.AllId };

    /// <summary>Null where none is named.</summary>
    public static IReadOnlyList<Standpoint>? Named(string[]? ids, Agreement agreement) =>
        ids is not { Length: > 0 } ? null : [.. ids.SelectMany(i => i.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal).Select(i => Named(i, agreement))];

    public static Standpoint Named(string id, Agreement agreement)
    {
        var all = Standpoint.Of(agreement);
        return all.FirstOrDefault(s => s.Id == id) ?? throw StopException.WrongUse($"{agreement.Id} has no standpoint `{id}`.",
            [.. Spelling.Nearest(id, all.Select(s => s.Id)) is { } near ? new[] { $"Did you mean {near}?" } : [], $"There are: {string.Join(", ", all.Select(s => s.Id))}."]);
    }
}
