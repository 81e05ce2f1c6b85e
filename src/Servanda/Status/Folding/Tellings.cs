namespace Servanda.Status.Folding;

/// <summary>
/// What up to sixteen standpoints are told about one question, in one word: four planes of sixteen bits, lo, p, q and hi,
/// the standpoint's place in each. Combining is bitwise, for all of them at once, and gives what <see cref="Told"/> gives
/// for each.
/// </summary>
internal readonly record struct Tellings(ulong Bits)
{
    public const int Room = 16;

    public static Tellings T { get; } = new(ulong.MaxValue);
    public static Tellings F { get; } = new(0);
    public static Tellings N { get; } = new(0x0000_0000_FFFF_FFFF);

    private ushort Lo => (ushort)(Bits >> 48);
    private ushort P => (ushort)(Bits >> 32);
    private ushort Q => (ushort)(Bits >> 16);

    /// <summary>Where it is possibly so.</summary>
    public ushort Hi => (ushort)Bits;

    /// <summary>Where it is told T, whatever else turns out.</summary>
    public ushort True => Lo;

    /// <summary>Of a fact that some standpoints hear asserted and some denied.</summary>
    public static Tellings Of(ushort said, ushort denied)
    {
        var q = (ushort)~denied;
        return new(((ulong)(ushort)(said & q) << 48) | ((ulong)said << 32) | ((ulong)q << 16) | (ushort)(said | q));
    }

    /// <summary>One value for the standpoints of a mask, F for the others.</summary>
    public static Tellings Given(Told value, ushort standpoints)
    {
        var four = Spread(standpoints);
        return new(four & ((value.Lo ? 0xFFFFUL << 48 : 0) | (value.P ? 0xFFFFUL << 32 : 0) | (value.Q ? 0xFFFFUL << 16 : 0) | (value.Hi ? 0xFFFFUL : 0)));
    }

    public static Tellings operator &(Tellings a, Tellings b) => new(a.Bits & b.Bits);
    public static Tellings operator |(Tellings a, Tellings b) => new(a.Bits | b.Bits);

    /// <summary>The four planes in reverse order, each negated.</summary>
    public static Tellings operator !(Tellings a)
    {
        var b = ~a.Bits;
        return new((b >> 48) | ((b >> 16) & 0xFFFF_0000UL) | ((b << 16) & 0xFFFF_0000_0000UL) | (b << 48));
    }

    /// <summary>This for the standpoints of a mask, F for the others.</summary>
    public Tellings For(ushort standpoints) => new(Bits & Spread(standpoints));

    /// <summary>The upper half of the standpoints, each in the place of its own in the lower half, and in its own.</summary>
    public Tellings Lowered(int half)
    {
        var lower = Spread((ushort)((1 << half) - 1));
        return new(((Bits >> half) & lower) | (Bits & ~lower));
    }

    public Told By(int standpoint) => Told.FromBits((Lo >> standpoint & 1) != 0, (P >> standpoint & 1) != 0, (Q >> standpoint & 1) != 0, (Hi >> standpoint & 1) != 0);

    private static ulong Spread(ushort standpoints) => standpoints * 0x0001_0001_0001_0001UL;
}

/// <summary>
/// How many of a changing set of words have each bit: sixty-four counters, bit-sliced, so that one word more or less costs
/// the few planes that its carry touches.
/// </summary>
internal sealed class LaneCounts
{
    private ulong[] planes = [0, 0, 0, 0];

    /// <summary>The bits that at least one word has.</summary>
    public ulong Any
    {
        get
        {
            var any = 0UL;
            foreach (var plane in planes)
            {
                any |= plane;
            }
            return any;
        }
    }

    public void Change(ulong from, ulong to)
    {
        Add(to & ~from);
        Remove(from & ~to);
    }

    /// <summary>The bits that at least <paramref name="needed"/> words have.</summary>
    public ulong AtLeast(int needed)
    {
        if (needed <= 0)
        {
            return ulong.MaxValue;
        }
        if (needed >> planes.Length != 0)
        {
            return 0;
        }
        // Compared from the highest plane down: greater somewhere above, or equal throughout.
        var (greater, equal) = (0UL, ulong.MaxValue);
        for (var i = planes.Length - 1; i >= 0; i--)
        {
            var wanted = (needed >> i & 1) != 0 ? ulong.MaxValue : 0;
            greater |= equal & planes[i] & ~wanted;
            equal &= ~(planes[i] ^ wanted);
        }
        return greater | equal;
    }

    private void Add(ulong lanes)
    {
        for (var i = 0; lanes != 0; i++)
        {
            if (i == planes.Length)
            {
                Array.Resize(ref planes, i * 2);
            }
            var carry = planes[i] & lanes;
            planes[i] ^= lanes;
            lanes = carry;
        }
    }

    private void Remove(ulong lanes)
    {
        for (var i = 0; lanes != 0; i++)
        {
            var borrow = ~planes[i] & lanes;
            planes[i] ^= lanes;
            lanes = borrow;
        }
    }
}
