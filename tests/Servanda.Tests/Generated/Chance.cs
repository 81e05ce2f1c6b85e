namespace Servanda.Tests.Generated;

/// <summary>A stream of numbers that a seed decides, the same on every machine and for every version of the runtime (SplitMix64).</summary>
internal sealed class Chance(int seed)
{
    private ulong state = unchecked((ulong)seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019);

    /// <summary>From 0 up to the limit, which is not reached; the limit is at least 1.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True in so many of a hundred.</summary>
    public bool In100(int times) => Below(100) < times;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>One of the choices, each as likely as its weight says.</summary>
    public T Weighted<T>(params ReadOnlySpan<(int Weight, T Choice)> choices)
    {
        var total = 0;
        foreach (var (weight, _) in choices)
        {
            total += weight;
        }
        var left = Below(total);
        foreach (var (weight, choice) in choices)
        {
            if ((left -= weight) < 0)
            {
                return choice;
            }
        }
        throw new System.Diagnostics.UnreachableException();
    }

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
