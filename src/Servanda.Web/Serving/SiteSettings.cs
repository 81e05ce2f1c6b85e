using NodaTime;
using Servanda.Agreements;
using Servanda.Agreements.Checking;
using Servanda.Stores;

namespace Servanda.Web.Serving;

/// <summary>What a site is of.</summary>
public sealed record SiteSettings
{
    public required Agreement Agreement { get; init; }
    public required RecordSource Source { get; init; }
    public required IClock Clock { get; init; }

    /// <summary>What the checker finds in the agreement's text.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Outlines of zones, where the agreement has geometry.</summary>
    public IReadOnlyDictionary<string, ZoneShape> Shapes { get; init; } = new Dictionary<string, ZoneShape>();

    /// <summary>Where work lies before it is on the record; null where there is no ledger to put it on.</summary>
    public Desk? Desk { get; init; }

    /// <summary>The document of a name in sources; null where it is not here.</summary>
    public Func<string, StoredDocument?> Document { get; init; } = _ => null;
}
