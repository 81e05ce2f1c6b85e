using Servanda.Status;

namespace Servanda.Files;

/// <summary>The facts at the leaves of an answer that are contested, and those that nobody reports, by their names.</summary>
public sealed record OpenFacts(IReadOnlyList<string> Contested, IReadOnlyList<string> Unreported)
{
    public static OpenFacts Of(Node node)
    {
        var (contested, unreported) = (new List<string>(), new List<string>());
        Gather(node, null, contested, unreported);
        return new OpenFacts([.. contested.Distinct(StringComparer.Ordinal)], [.. unreported.Distinct(StringComparer.Ordinal)]);
    }

    // A leaf without a name of its own is part of the fact above it.
    private static void Gather(Node node, string? above, List<string> contested, List<string> unreported)
    {
        var fact = node.Fact ?? above;
        foreach (var part in node.Parts)
        {
            Gather(part, fact, contested, unreported);
        }
        if (node.Parts.Count > 0 || fact is null)
        {
            return;
        }
        if (node.Value.HingesOnContest)
        {
            contested.Add(fact);
        }
        if (node.Value.HingesOnReports)
        {
            unreported.Add(fact);
        }
    }
}
