using System.Numerics;

namespace Servanda.Merkle;

/// <summary>The tree of RFC 6962 2.1 over leaf hashes.</summary>
public static class MerkleTree
{
    /// <summary>The root over these leaf hashes, in order; over none, the hash of nothing.</summary>
    public static Digest Root(IReadOnlyList<Digest> leaves)
    {
        // One pending subtree for each set bit of the count so far, largest first: two of a size join at once.
        var pending = new Stack<Digest>();
        for (var i = 0; i < leaves.Count; i++)
        {
            var node = leaves[i];
            for (var joins = BitOperations.TrailingZeroCount(i + 1); joins > 0; joins--)
            {
                node = Digest.OfNode(pending.Pop(), node);
            }
            pending.Push(node);
        }
        return pending.Count == 0 ? Digest.Of([]) : pending.Aggregate((right, left) => Digest.OfNode(left, right));
    }
}
