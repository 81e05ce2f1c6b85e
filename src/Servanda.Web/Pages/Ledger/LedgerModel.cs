using Servanda.Ledger;
using Servanda.Stores;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>The ledger as a log: its entries, its checkpoints, who witnesses it, and on demand an audit.</summary>
public sealed record LedgerModel
{
    private const int PageSize = 50;

    public required LedgerStore? Ledger { get; init; }
    public required IReadOnlyList<StoredCheckpoint> Checkpoints { get; init; }
    public required KeyRing? Keys { get; init; }

    /// <summary>Null where none was asked for.</summary>
    public required Audit? Audit { get; init; }
    public required IReadOnlyList<EntryLine> Entries { get; init; }
    public required int Page { get; init; }
    public required int Pages { get; init; }

    public static LedgerModel Of(Asked asked)
    {
        var ledger = asked.Site.Source.Ledger;
        var entries = asked.State.Entries;
        var pages = Math.Max(1, (entries.Count + PageSize - 1) / PageSize);
        var page = int.TryParse(asked.Query("page"), out var number) ? Math.Clamp(number, 1, pages) : 1;
        return new LedgerModel
        {
            Ledger = ledger,
            Checkpoints = ledger?.Checkpoints() ?? [],
            Keys = ledger?.Keys(),
            Audit = asked.Query("audit") is { } kind ? kind == "hashes" ? ledger?.AuditHashes() : ledger?.Audit() : null,
            Entries = [.. entries.Reverse().Skip((page - 1) * PageSize).Take(PageSize)],
            Page = page,
            Pages = pages,
        };
    }
}
