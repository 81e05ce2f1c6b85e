using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Servanda.Status;

/// <summary>
/// Words that are put together only when somebody reads them: an evaluation asks thousands of questions whose wording
/// nobody will ever see.
/// </summary>
[InterpolatedStringHandler]
public readonly struct Phrase
{
    private readonly List<object?> parts;

    public Phrase(int literalLength, int formattedCount)
    {
        _ = literalLength;
        parts = new List<object?>((2 * formattedCount) + 1);
    }

    private Phrase(string text) => parts = [text];

    public static implicit operator Phrase(string text) => new(text);

    public void AppendLiteral(string text) => parts.Add(text);

    public void AppendFormatted<T>(T part) => parts.Add(part);

    public override string ToString()
    {
        if (parts is null or [])
        {
            return "";
        }
        if (parts is [string only])
        {
            return only;
        }
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{part}");
        }
        return text.ToString();
    }
}
