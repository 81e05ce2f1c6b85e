using System.Text;

namespace Servanda.Files.Documents;

/// <summary>The plain text of a document, or why there is none.</summary>
/// <param name="Text">The text; null where it cannot be had.</param>
/// <param name="Refusal">What is the matter, as the end of a sentence that begins with the file's name.</param>
/// <param name="Remedy">What to do next.</param>
public sealed record DocumentText(string? Text, string? Refusal, string? Remedy)
{
    /// <summary>The largest text that is taken out of a container, in characters: a small file can unpack to any size.</summary>
    public const int LongestText = 64 * 1024 * 1024;

    /// <summary>More control characters than one in so many make a file no text.</summary>
    private const int RarestControl = 1000;

    private static readonly byte[] Pdf = "%PDF-"u8.ToArray();
    private static readonly byte[] Zip = "PK\u0003\u0004"u8.ToArray();

    /// <summary>Whether the bytes are those of a PDF, which needs a program outside to become text.</summary>
    public static bool IsPdf(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Pdf);

    /// <summary>Whether the text is taken out of a container, so that places are counted in the text and not in the file.</summary>
    public static bool IsContainer(ReadOnlySpan<byte> bytes, string name) => bytes.StartsWith(Zip) || IsHtml(name);

    /// <summary>The text of plain text, HTML or DOCX, by what the bytes are before what the name says.</summary>
    public static DocumentText Of(ReadOnlyMemory<byte> bytes, string name)
    {
        if (IsPdf(bytes.Span))
        {
            return Refused("is a PDF", "Turn it into text first: pdftotext -layout FILE.pdf FILE.txt");
        }
        if (bytes.Span.StartsWith(Zip))
        {
            return DocxText.Of(bytes);
        }
        if (Decode(bytes.Span) is not { } text)
        {
            return Refused("is no text in UTF-8", "Save it as plain text in UTF-8 and read it again.");
        }
        if (text.Count(c => char.IsControl(c) && !char.IsWhiteSpace(c)) is var controls && controls * RarestControl > text.Length)
        {
            return Refused($"is no text: {controls} of its {text.Length} characters are control characters", "Read takes plain text, HTML, DOCX and, where pdftotext is installed, PDF.");
        }
        return new(IsHtml(name) ? HtmlText.Of(text) : text, null, null);
    }

    internal static DocumentText Refused(string refusal, string remedy) => new(null, refusal, remedy);

    private static bool IsHtml(string name) => Path.GetExtension(name).ToLowerInvariant() is ".html" or ".htm" or ".xhtml";

    // A byte order mark is no character of the text.
    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var start = bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes[start..]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
