using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Files;

/// <summary>The claims of a file in the order of its lines, and what there is to say about the lines that hold none.</summary>
public sealed record ClaimLinesReading(IReadOnlyList<Claim> Claims, IReadOnlyList<Finding> Findings);

/// <summary>
/// Claims as JSON Lines: one object a line. Lines are independent, so a bad one is a finding and the rest is read. An id that
/// comes twice is no fault of the file: the ledger decides whether the second is a repetition or a correction.
/// </summary>
public static class ClaimLines
{
    private const int LongestLine = 1 << 20;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="idRequired">False gives a claim without an id the number of its line.</param>
    public static ClaimLinesReading Read(string file, Stream stream, bool idRequired = true)
    {
        var claims = new List<Claim>();
        var findings = new List<Finding>();
        foreach (var reading in Each(file, stream, idRequired))
        {
            if (reading.Claim is { } claim)
            {
                claims.Add(claim);
            }
            findings.AddRange(reading.Findings);
        }
        return new ClaimLinesReading(claims, findings);
    }

    public static ClaimLinesReading Read(string file, ReadOnlySpan<byte> bytes, bool idRequired = true)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        return Read(file, stream, idRequired);
    }

    /// <summary>Reads line by line as it is asked, for files larger than memory.</summary>
    public static IEnumerable<ClaimReading> Each(string file, Stream stream, bool idRequired = true)
    {
        var number = 0;
        var plain = new PlainClaims();
        foreach (var (line, tooLong) in Lines(stream))
        {
            number++;
            if (number == 1 && Unreadable(file, line.Span) is { } unreadable)
            {
                yield return new ClaimReading(null, [unreadable]);
                yield break;
            }
            if (tooLong)
            {
                yield return Refused(file, number, 1, "line-too-long", $"The line is longer than {LongestLine / 1024} KiB.", "a claim is short; keep the document itself beside it");
            }
            else if (line.Span.IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0)
            {
                yield return OfLine(plain, file, number, line, idRequired);
            }
        }
    }

    /// <summary>Writes each claim on a line of its own, UTF-8, in the order given.</summary>
    public static void Write(Stream stream, IEnumerable<Claim> claims)
    {
        using var writer = new Utf8JsonWriter(stream, Readable);
        foreach (var claim in claims)
        {
            ClaimJson.Write(claim).WriteTo(writer);
            writer.Flush();
            stream.Write("\n"u8);
            writer.Reset();
        }
    }

    /// <summary>One claim as a line, without its end.</summary>
    public static string Write(Claim claim) =>
        ClaimJson.Write(claim).ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static Finding? Unreadable(string file, ReadOnlySpan<byte> firstLine)
    {
        if (Utf8Bytes.WrongFromTheStart(file, firstLine) is { } wrong)
        {
            return wrong;
        }
        return firstLine.TrimStart(" \t"u8) is [(byte)'[', ..]
            ? Refused(file, 1, 1, "bad-json", "The file is one JSON list; claims stand one object a line.", "jq -c '.[]' FILE writes each on its own line").Findings[0]
            : null;
    }

    private static ClaimReading OfLine(PlainClaims plain, string file, int number, ReadOnlyMemory<byte> line, bool idRequired)
    {
        if (Utf8Bytes.FirstWrong(file, line.Span, number) is { } wrong)
        {
            return new ClaimReading(null, [wrong]);
        }
        var idIfMissing = idRequired ? null : number.ToString(CultureInfo.InvariantCulture);
        var places = new Places(number, line);
        if (plain.Read(line.Span, file, places.Of("", key: false), idIfMissing) is { } claim)
        {
            return new ClaimReading(claim, []);
        }
        try
        {
            using var document = JsonDocument.Parse(line);
            return ClaimJson.Read(document.RootElement, file, places.Of, idIfMissing);
        }
        catch (JsonException exception)
        {
            return NotJson(file, number, line.Span, (int)(exception.BytePositionInLine ?? 0));
        }
    }

    private static ClaimReading NotJson(string file, int number, ReadOnlySpan<byte> line, int at)
    {
        at = Math.Min(at, line.Length);
        var rest = Encoding.UTF8.GetString(line[at..]);
        var column = Encoding.UTF8.GetCharCount(line[..at]) + 1;
        return string.IsNullOrWhiteSpace(rest)
            ? Refused(file, number, column, "bad-json", "The line ends before its JSON object is closed.", "a claim is one object on one line")
            : Refused(file, number, column, "bad-json", $"JSON cannot go on with {Spelling.Quote(rest[..1])} here.", "a claim is one JSON object on one line; names and texts stand in double quotes");
    }

    private static ClaimReading Refused(string file, int line, int column, string code, string message, string hint) => new(null,
        [new Finding { Code = code, Severity = Severity.Error, Message = message, Hint = hint, File = file, Position = new TextPosition(line, column) }]);

    /// <summary>The lines without their ends (LF or CRLF) and without a byte order mark; of a line that is too long, only its beginning.</summary>
    private static IEnumerable<(ReadOnlyMemory<byte> Line, bool TooLong)> Lines(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var filled = 0;
        var skipping = false;
        var start = stream.ReadAtLeast(buffer, Utf8Bytes.Mark.Length, throwOnEndOfStream: false) is var read && buffer.AsSpan(0, read).StartsWith(Utf8Bytes.Mark) ? Utf8Bytes.Mark.Length : 0;
        filled = read;
        while (true)
        {
            var end = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n');
            if (end >= 0)
            {
                if (!skipping)
                {
                    yield return (WithoutReturn(buffer.AsMemory(start, end)), TooLong: false);
                }
                skipping = false;
                start += end + 1;
                continue;
            }
            if (skipping)
            {
                start = filled;
            }
            else if (filled - start > LongestLine)
            {
                yield return (buffer.AsMemory(start, LongestLine), TooLong: true);
                skipping = true;
                start = filled;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            start = 0;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
            read = stream.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            if (read == 0)
            {
                break;
            }
        }
        if (filled > 0)
        {
            yield return (WithoutReturn(buffer.AsMemory(0, filled)), TooLong: false);
        }
    }

    private static ReadOnlyMemory<byte> WithoutReturn(ReadOnlyMemory<byte> line) => line.Span is [.., (byte)'\r'] ? line[..^1] : line;

    /// <summary>Where the members of one line stand; worked out only when a finding asks, for most lines have none.</summary>
    private sealed class Places(int number, ReadOnlyMemory<byte> line)
    {
        private Dictionary<string, (long Key, long Value)>? offsets;

        public TextPosition Of(string pointer, bool key)
        {
            if (pointer.Length == 0)
            {
                return At(line.Span.IndexOfAnyExcept((byte)' ', (byte)'\t'));
            }
            offsets ??= Offsets();
            return offsets.TryGetValue(pointer, out var at) ? At((int)(key ? at.Key : at.Value)) : At(0);
        }

        private TextPosition At(int offset) => new(number, Encoding.UTF8.GetCharCount(line.Span[..offset]) + 1);

        private Dictionary<string, (long Key, long Value)> Offsets()
        {
            var found = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
            var reader = new Utf8JsonReader(line.Span);
            // One level for each object or list that is open: its pointer, and for a list the place of the next item.
            var open = new Stack<(string Pointer, int Next)>();
            var (name, key) = ("", 0L);
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        (name, key) = (Name(ref reader), reader.TokenStartIndex);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        open.Pop();
                        break;
                    default:
                        var pointer = "";
                        if (open.TryPop(out var around))
                        {
                            pointer = around.Next < 0 ? $"{around.Pointer}/{name}" : $"{around.Pointer}/{around.Next++}";
                            open.Push(around);
                        }
                        found[pointer] = (key, reader.TokenStartIndex);
                        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        {
                            open.Push((pointer, reader.TokenType is JsonTokenType.StartArray ? 0 : -1));
                        }
                        break;
                }
            }
            return found;
        }

        private static string Name(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair; ClaimJson reports it, and nothing else can be asked of such a name.
                return "";
            }
        }
    }
}
