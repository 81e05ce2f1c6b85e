namespace Servanda;

/// <summary>
/// What a standpoint's claims say about a yes/no question, in four bits: lo (true whatever the contested and unreported
/// facts turn out to be), p (somebody says yes), q (nobody says no), hi (possibly true). T 1111, F 0000, B 0101 contested,
/// N 0011 no account; only compounds are U 0111 (contested or unreported) and A 0001 (contested and unreported).
/// Combining is bitwise, and the shown letter is read off the bits.
/// </summary>
public readonly record struct Told
{
    private Told(byte bits) => Bits = bits;

    public byte Bits { get; }

    public static Told T { get; } = new(0b1111);
    public static Told F { get; } = new(0b0000);
    public static Told B { get; } = new(0b0101);
    public static Told N { get; } = new(0b0011);
    public static Told U { get; } = new(0b0111);
    public static Told A { get; } = new(0b0001);

    public static IReadOnlyList<Told> All { get; } = [T, F, B, N, U, A];

    public bool Lo => (Bits & 0b1000) != 0;
    public bool P => (Bits & 0b0100) != 0;
    public bool Q => (Bits & 0b0010) != 0;
    public bool Hi => (Bits & 0b0001) != 0;

    public bool IsTrue => Bits == 0b1111;
    public bool IsFalse => Bits == 0b0000;

    /// <summary>Whether settling a contested fact could settle it: p or not q, while open.</summary>
    public bool HingesOnContest => Hi && !Lo && (P || !Q);

    /// <summary>Whether a missing report could settle it: q or not p, while open.</summary>
    public bool HingesOnReports => Hi && !Lo && (Q || !P);

    /// <summary>The value of a fact that some say is so, and some say is not.</summary>
    public static Told Of(bool said, bool denied) => new((byte)(
        (said && !denied ? 0b1000 : 0) | (said ? 0b0100 : 0) | (denied ? 0 : 0b0010) | (said || !denied ? 0b0001 : 0)));

    /// <exception cref="ArgumentException">The four bits are none of the six values.</exception>
    public static Told FromBits(bool lo, bool p, bool q, bool hi)
    {
        var told = new Told((byte)((lo ? 8 : 0) | (p ? 4 : 0) | (q ? 2 : 0) | (hi ? 1 : 0)));
        return All.Contains(told) ? told : throw new ArgumentException($"No value has the bits {told.BitText}.");
    }

    public static Told operator &(Told a, Told b) => new((byte)(a.Bits & b.Bits));
    public static Told operator |(Told a, Told b) => new((byte)(a.Bits | b.Bits));

    /// <summary>Reverses the four bits and negates each: what was possible is no longer certain.</summary>
    public static Told operator !(Told a) => new((byte)(~((a.Bits >> 3 & 1) | (a.Bits >> 1 & 2) | (a.Bits << 1 & 4) | (a.Bits << 3 & 8)) & 0b1111));

    /// <summary>Whether at least <paramref name="needed"/> of a list hold, bit by bit; an operand listed twice counts twice.</summary>
    public static Told AtLeast(int needed, IReadOnlyList<Told> parts)
    {
        var bits = 0;
        for (var bit = 0; bit < 4; bit++)
        {
            var mask = 1 << bit;
            if (parts.Count(part => (part.Bits & mask) != 0) >= needed)
            {
                bits |= mask;
            }
        }
        return new Told((byte)bits);
    }

    /// <summary>Reads a letter of the files.</summary>
    public static Told? FromLetter(string letter) => letter switch
    {
        "T" => T,
        "F" => F,
        "B" => B,
        "N" => N,
        "U" => U,
        "A" => A,
        _ => null,
    };

    /// <summary>The letter of the files: T F B N U A.</summary>
    public char Letter => Bits switch
    {
        0b1111 => 'T',
        0b0000 => 'F',
        0b0101 => 'B',
        0b0011 => 'N',
        0b0111 => 'U',
        0b0001 => 'A',
        _ => throw new System.Diagnostics.UnreachableException($"bits {BitText}"),
    };

    /// <summary>lo, p, q, hi in that order.</summary>
    public string BitText => Convert.ToString(Bits, 2).PadLeft(4, '0');

    public override string ToString() => Letter.ToString();
}
