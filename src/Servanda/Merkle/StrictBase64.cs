using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Servanda.Merkle;

/// <summary>Base 64 of RFC 4648 section 4 with exactly one text for each value: no line breaks, no loose bits.</summary>
internal static class StrictBase64
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.AsSpan().ContainsAnyExcept(Alphabet))
        {
            return false;
        }
        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, buffer, out var written))
        {
            return false;
        }
        bytes = buffer[..written];
        return Convert.ToBase64String(bytes) == text;
    }
}
