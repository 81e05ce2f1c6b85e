using System.Text.Json.Nodes;
using Servanda.Claims;
using Servanda.Merkle;

namespace Servanda.Ledger;

/// <summary>Which fields of an entry stand in clear, and which only as salted commitments.</summary>
public static class Commitments
{
    // What can lead to a person, and what is free text, is erasable whoever may see the claim.
    private static readonly string[] Always = ["source", "via", "place", "note", EntryFields.EnteredBy];

    // `corrects` links two entries of the log, like the author chain does, and must be checkable without disclosures.
    private static readonly string[] Never = [EntryFields.Visibility, EntryFields.Corrects];

    /// <summary>Takes the fields apart; a fresh salt goes into each disclosure.</summary>
    public static (JsonObject Clear, IReadOnlyList<Disclosure> Disclosures) Split(JsonObject fields, Func<byte[]> salt)
    {
        var isPublic = fields[EntryFields.Visibility]!.GetValue<string>() == Visibility.Public.Scope;
        var clear = new JsonObject();
        var disclosures = new List<Disclosure>();
        foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (Always.Contains(name) || !(isPublic || Never.Contains(name)))
            {
                disclosures.Add(Disclosure.Of(salt(), $"/{name}", value));
            }
            else
            {
                clear[name] = value?.DeepClone();
            }
        }
        return (clear, disclosures);
    }

    /// <summary>The clear fields with those disclosed put back in their places.</summary>
    public static JsonObject Join(JsonObject clear, IEnumerable<Disclosure> disclosures)
    {
        var fields = (JsonObject)clear.DeepClone();
        foreach (var disclosure in disclosures)
        {
            if (Disclosure.TryOpen(disclosure.Text, out var path, out var value))
            {
                fields[path[1..]] = value;
            }
        }
        return fields;
    }
}
