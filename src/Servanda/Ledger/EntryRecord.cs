using NodaTime;
using Servanda.Merkle;

namespace Servanda.Ledger;

/// <summary>An entry as it stands in a ledger: its place, its time, its bytes, and what it says to this reader.</summary>
public sealed record EntryRecord
{
    /// <summary>Its place from 0 without gaps; the order of the ledger.</summary>
    public required long Seq { get; init; }

    /// <summary>For people to read, and for "known at"; never goes backward.</summary>
    public required Instant Recorded { get; init; }

    /// <summary>The name of the key that signed it, or that signed the batch it is a row of.</summary>
    public required string Author { get; init; }
    public required ReadOnlyMemory<byte> Leaf { get; init; }
    public required Digest LeafHash { get; init; }
    public required Entry Entry { get; init; }
    public required IReadOnlyList<Disclosure> Disclosures { get; init; }
    public required Payload Payload { get; init; }
}
