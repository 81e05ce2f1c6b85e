using Xunit;

namespace Servanda.Tests;

/// <summary>The laws of the six values, exhausted over every value, pair and triple.</summary>
public sealed class The_six_values
{
    private static readonly IReadOnlyList<Told> All = Told.All;

    private static IEnumerable<(Told A, Told B)> Pairs => All.SelectMany(a => All.Select(b => (a, b)));
    private static IEnumerable<(Told A, Told B, Told C)> Triples => Pairs.SelectMany(p => All.Select(c => (p.A, p.B, c)));

    [Fact]
    public void Name_their_bits_as_the_files_do()
    {
        Assert.Equal(["1111", "0000", "0101", "0011", "0111", "0001"], All.Select(v => v.BitText));
        Assert.Equal("TFBNUA", string.Concat(All));
        Assert.All(All, v => Assert.Equal(v, Told.FromLetter(v.Letter.ToString())));
        Assert.Null(Told.FromLetter("X"));
    }

    [Fact]
    public void Combine_as_the_published_tables_have_it()
    {
        const string order = "FANBUT";
        string[] and = ["FFFFFF", "FAAAAA", "FANANN", "FAABBB", "FANBUU", "FANBUT"];
        string[] or = ["FANBUT", "AANBUT", "NNNUUT", "BBUBUT", "UUUUUT", "TTTTTT"];
        const string not = "TUNBAF";
        for (var i = 0; i < order.Length; i++)
        {
            var a = Told.FromLetter(order[i].ToString())!.Value;
            Assert.Equal(not[i], (!a).Letter);
            for (var j = 0; j < order.Length; j++)
            {
                var b = Told.FromLetter(order[j].ToString())!.Value;
                Assert.Equal((a, b, and[i][j]), (a, b, (a & b).Letter));
                Assert.Equal((a, b, or[i][j]), (a, b, (a | b).Letter));
            }
        }
    }

    [Fact]
    public void Are_closed_under_every_operation()
    {
        Assert.All(All, a => Assert.Contains(!a, All));
        Assert.All(Pairs, p => Assert.True(All.Contains(p.A & p.B) && All.Contains(p.A | p.B)));
        Assert.All(Triples, t => Assert.Contains(Told.AtLeast(2, [t.A, t.B, t.C]), All));
    }

    [Fact]
    public void Associate_and_distribute_over_all_216_triples()
    {
        Assert.Equal(216, Triples.Count());
        Assert.All(Triples, t =>
        {
            Assert.Equal((t.A & t.B) & t.C, t.A & (t.B & t.C));
            Assert.Equal((t.A | t.B) | t.C, t.A | (t.B | t.C));
            Assert.Equal(t.A & (t.B | t.C), (t.A & t.B) | (t.A & t.C));
            Assert.Equal(t.A | (t.B & t.C), (t.A | t.B) & (t.A | t.C));
            Assert.Equal(Told.AtLeast(2, [t.A, t.B, t.C]), (t.A & t.B) | (t.A & t.C) | (t.B & t.C));
        });
    }

    [Fact]
    public void Commute_absorb_and_repeat_without_change()
    {
        Assert.All(Pairs, p =>
        {
            Assert.Equal(p.A & p.B, p.B & p.A);
            Assert.Equal(p.A | p.B, p.B | p.A);
            Assert.Equal(p.A, p.A & (p.A | p.B));
            Assert.Equal(p.A, p.A | (p.A & p.B));
        });
        Assert.All(All, a => Assert.Equal((a, a, a, a), (a & a, a | a, a & Told.T, a | Told.F)));
    }

    [Fact]
    public void Negate_twice_to_themselves_and_by_De_Morgan()
    {
        Assert.All(All, a => Assert.Equal(a, !!a));
        Assert.All(Pairs, p =>
        {
            Assert.Equal(!(p.A & p.B), !p.A | !p.B);
            Assert.Equal(!(p.A | p.B), !p.A & !p.B);
        });
    }

    [Fact]
    public void Keep_contested_and_unreported_facts_apart()
    {
        Assert.Equal(Told.A, Told.B & Told.N);
        Assert.Equal(Told.U, Told.B | Told.N);
        Assert.True(Told.A is { HingesOnContest: true, HingesOnReports: true, IsFalse: false });
        Assert.True(Told.U is { HingesOnContest: true, HingesOnReports: true, IsTrue: false });
        Assert.True(Told.B is { HingesOnContest: true, HingesOnReports: false });
        Assert.True(Told.N is { HingesOnContest: false, HingesOnReports: true });
        Assert.True(Told.T is { HingesOnContest: false, HingesOnReports: false });
    }

    [Fact]
    public void Bound_every_resolution_of_a_formula_that_uses_each_fact_once()
    {
        // Each of three atoms is T, F, contested or unreported; resolving the open ones either way stays within [lo, hi], and both ends are reached.
        Told[] atoms = [Told.T, Told.F, Told.B, Told.N];
        Func<Told, Told, Told, Told>[] formulas =
            [(a, b, c) => a & b & c, (a, b, c) => a | (b & c), (a, b, c) => !(a | b) & c, (a, b, c) => Told.AtLeast(2, [a, !b, c])];
        foreach (var formula in formulas)
        {
            foreach (var (a, b, c) in atoms.SelectMany(a => atoms.SelectMany(b => atoms.Select(c => (a, b, c)))))
            {
                var value = formula(a, b, c);
                var outcomes = Resolutions(a).SelectMany(x => Resolutions(b).SelectMany(y => Resolutions(c).Select(z => formula(x, y, z).IsTrue))).ToList();
                Assert.Equal((value.Lo, value.Hi), (outcomes.TrueForAll(o => o), outcomes.Contains(true)));
            }
        }
        static Told[] Resolutions(Told atom) => atom == Told.T || atom == Told.F ? [atom] : [Told.T, Told.F];
    }

    [Fact]
    public void At_least_takes_a_list_in_which_an_operand_counts_as_often_as_it_stands()
    {
        Assert.Equal(Told.T, Told.AtLeast(0, []));
        Assert.Equal(Told.F, Told.AtLeast(1, []));
        Assert.Equal(Told.B, Told.AtLeast(2, [Told.B, Told.B]));
        Assert.Equal(Told.F, Told.AtLeast(3, [Told.T, Told.T]));
    }

    [Fact]
    public void No_value_has_any_other_bits() => Assert.Throws<ArgumentException>(() => Told.FromBits(true, false, true, true));
}
