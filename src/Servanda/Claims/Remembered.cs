using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Servanda.Claims;

/// <summary>
/// What was made of short texts, by the bytes they are written in: a file of claims says the same few words a great many
/// times. Each text has one slot, and another text that falls to it takes its place, so that nothing grows with the file.
/// </summary>
/// <param name="slots">How many are remembered at most: a power of two.</param>
/// <param name="make">What is made of a text; the same for the same text.</param>
internal sealed class Remembered<T>(int slots, Func<string, T> make)
{
    private const int LongestText = 128;

    private readonly (string? Text, T Made)[] known = new (string? Text, T Made)[slots];

    /// <param name="utf8">Well-formed UTF-8.</param>
    public T Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestText)
        {
            return make(Encoding.UTF8.GetString(utf8));
        }
        ref var slot = ref known[Hash(utf8) & (uint)(slots - 1)];
        if (slot.Text is null || !Ascii.Equals(utf8, slot.Text))
        {
            var text = Encoding.UTF8.GetString(utf8);
            slot = (text, make(text));
        }
        return slot.Made;
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = (uint)utf8.Length;
        while (utf8.Length >= sizeof(ulong))
        {
            hash = BitOperations.Crc32C(hash, MemoryMarshal.Read<ulong>(utf8));
            utf8 = utf8[sizeof(ulong)..];
        }
        foreach (var one in utf8)
        {
            hash = BitOperations.Crc32C(hash, one);
        }
        return hash;
    }
}
