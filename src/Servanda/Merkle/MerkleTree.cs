using System.Numerics;

namespace Servanda.Merkle;

/// <summary>The root of the complete subtree of 2^<paramref name="height"/> leaves that is number <paramref name="index"/> of its size.</summary>
public delegate Digest NodeAt(int height, long index);

/// <summary>The tree of RFC 9162 2.1 (the same as RFC 6962's) over leaf hashes, and the proofs in it.</summary>
public static class MerkleTree
{
    /// <summary>The root over these leaf hashes, in order; over none, the hash of nothing.</summary>
    public static Digest Root(IReadOnlyList<Digest> leaves)
    {
        var range = new CompactRange();
        foreach (var leaf in leaves)
        {
            range.Add(leaf);
        }
        return range.Root;
    }

    /// <summary>Root over the first <paramref name="size"/> leaves.</summary>
    public static Digest Root(long size, NodeAt node) => size == 0 ? Digest.Of([]) : Hash(0, size, node);

    /// <summary>PATH of RFC 9162 2.1.3.1: from the leaf's sibling up to the child of the root.</summary>
    public static IReadOnlyList<Digest> Inclusion(long index, long size, NodeAt node)
    {
        if (index < 0 || index >= size)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"Leaf {index} is not in a tree of {size}.");
        }
        var path = new List<Digest>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + Split(to - from);
            if (index < middle)
            {
                path.Add(Hash(middle, to, node));
                to = middle;
            }
            else
            {
                path.Add(Hash(from, middle, node));
                from = middle;
            }
        }
        path.Reverse();
        return path;
    }

    /// <summary>PROOF of RFC 9162 2.1.4.1: that the first <paramref name="earlier"/> leaves are the same in the later tree.</summary>
    public static IReadOnlyList<Digest> Consistency(long earlier, long later, NodeAt node)
    {
        if (earlier < 0 || earlier > later)
        {
            throw new ArgumentOutOfRangeException(nameof(earlier), $"A tree of {earlier} does not come before one of {later}.");
        }
        var proof = new List<Digest>();
        if (earlier == 0 || earlier == later)
        {
            return proof;
        }
        var (from, to) = (0L, later);
        while (earlier != to)
        {
            var middle = from + Split(to - from);
            if (earlier <= middle)
            {
                proof.Add(Hash(middle, to, node));
                to = middle;
            }
            else
            {
                proof.Add(Hash(from, middle, node));
                from = middle;
            }
        }
        // The verifier has the root of the earlier tree, which is this subtree when nothing was split off to its left.
        if (from > 0)
        {
            proof.Add(Hash(from, to, node));
        }
        proof.Reverse();
        return proof;
    }

    /// <summary>RFC 9162 2.1.3.2.</summary>
    public static bool VerifyInclusion(Digest leaf, long index, long size, Digest root, IReadOnlyList<Digest> proof)
    {
        if (index < 0 || index >= size)
        {
            return false;
        }
        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in proof)
        {
            if (sn == 0)
            {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn)
            {
                r = Digest.OfNode(p, r);
                for (; (fn & 1) == 0 && fn != 0; sn >>= 1)
                {
                    fn >>= 1;
                }
            }
            else
            {
                r = Digest.OfNode(r, p);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && r == root;
    }

    /// <summary>RFC 9162 2.1.4.2; every tree grows from the empty one, and from itself by nothing.</summary>
    public static bool VerifyConsistency(long earlier, Digest earlierRoot, long later, Digest laterRoot, IReadOnlyList<Digest> proof)
    {
        if (earlier < 0 || earlier > later)
        {
            return false;
        }
        if (earlier == later || earlier == 0)
        {
            return proof.Count == 0 && (earlier == 0 ? earlierRoot == Digest.Of([]) && (later > 0 || laterRoot == earlierRoot) : earlierRoot == laterRoot);
        }
        IEnumerable<Digest> path = BitOperations.IsPow2(earlier) ? proof.Prepend(earlierRoot) : proof;
        using var steps = path.GetEnumerator();
        if (!steps.MoveNext())
        {
            return false;
        }
        var (fn, sn) = (earlier - 1, later - 1);
        for (; (fn & 1) == 1; sn >>= 1)
        {
            fn >>= 1;
        }
        var (fr, sr) = (steps.Current, steps.Current);
        while (steps.MoveNext())
        {
            if (sn == 0)
            {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn)
            {
                (fr, sr) = (Digest.OfNode(steps.Current, fr), Digest.OfNode(steps.Current, sr));
                for (; (fn & 1) == 0 && fn != 0; sn >>= 1)
                {
                    fn >>= 1;
                }
            }
            else
            {
                sr = Digest.OfNode(sr, steps.Current);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && fr == earlierRoot && sr == laterRoot;
    }

    /// <summary>The root over leaves [from, to), where <paramref name="from"/> begins a subtree of the tree.</summary>
    private static Digest Hash(long from, long to, NodeAt node)
    {
        var count = to - from;
        if (BitOperations.IsPow2(count))
        {
            var height = BitOperations.Log2((ulong)count);
            return node(height, from >> height);
        }
        var middle = from + Split(count);
        return Digest.OfNode(Hash(from, middle, node), Hash(middle, to, node));
    }

    /// <summary>The largest power of two below the count.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));
}
