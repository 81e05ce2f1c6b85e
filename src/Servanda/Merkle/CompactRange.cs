using System.Numerics;

namespace Servanda.Merkle;

/// <summary>
/// The right edge of a growing tree (RFC 9162 2.1.4): one root for each set bit of its size, the largest subtree first.
/// It is all that is needed to append, and to say the root.
/// </summary>
public sealed class CompactRange
{
    private readonly List<Digest> _roots = [];

    /// <summary>How many leaves there are.</summary>
    public long Size { get; private set; }

    /// <summary>The root over all leaves; over none, the hash of nothing.</summary>
    public Digest Root
    {
        get
        {
            if (_roots.Count == 0)
            {
                return Digest.Of([]);
            }
            var root = _roots[^1];
            for (var i = _roots.Count - 2; i >= 0; i--)
            {
                root = Digest.OfNode(_roots[i], root);
            }
            return root;
        }
    }

    /// <summary>Takes the next leaf.</summary>
    /// <param name="formed">Told each inner node that is complete now: its height above the leaves, its place among its kind, its hash.</param>
    public void Add(Digest leaf, Action<int, long, Digest>? formed = null)
    {
        var node = leaf;
        var joins = BitOperations.TrailingZeroCount(Size + 1);
        for (var height = 1; height <= joins; height++)
        {
            node = Digest.OfNode(_roots[^1], node);
            _roots.RemoveAt(_roots.Count - 1);
            formed?.Invoke(height, Size >> height, node);
        }
        _roots.Add(node);
        Size++;
    }

    /// <summary>The roots one behind the other, as they are stored.</summary>
    public byte[] ToArray() => [.. _roots.SelectMany(root => root.ToArray())];

    /// <summary>Reads the roots back; null when they are not as many as a tree of this size has.</summary>
    public static CompactRange? TryRead(long size, ReadOnlySpan<byte> roots)
    {
        if (size < 0 || roots.Length != BitOperations.PopCount((ulong)size) * Digest.Length)
        {
            return null;
        }
        var range = new CompactRange { Size = size };
        for (var at = 0; at < roots.Length; at += Digest.Length)
        {
            range._roots.Add(Digest.From(roots.Slice(at, Digest.Length)));
        }
        return range;
    }
}
