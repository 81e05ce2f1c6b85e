using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Servanda.Agreements;

namespace Servanda.Files;

/// <summary>Whether bytes are the UTF-8 that every file of Servanda is written in, and if not, what they are instead.</summary>
internal static class Utf8Bytes
{
    private const string SaveAsUtf8 = "save the file as UTF-8; most editors offer it under \"Save with encoding\"";

    public static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>What a file that begins so is, where it cannot be UTF-8; null when it can.</summary>
    public static Finding? WrongFromTheStart(string file, ReadOnlySpan<byte> start)
    {
        var encoding = start switch
        {
            [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, ..] or [not 0, 0, not 0, 0, ..] => "UTF-16",
            _ => null,
        };
        return encoding is null ? null : Error(file, "wrong-encoding", $"The file is written in {encoding}, not in UTF-8.", SaveAsUtf8, new TextPosition(1, 1));
    }

    /// <summary>The first byte that is no UTF-8 text; null when there is none.</summary>
    public static Finding? FirstWrong(string file, ReadOnlySpan<byte> bytes, int firstLine = 1)
    {
        if (bytes.IndexOf((byte)0) is >= 0 and var nul)
        {
            return Error(file, "wrong-encoding", "There is a NUL byte here, which no text holds.", "the file is damaged or no text file; " + SaveAsUtf8, PositionOf(bytes, nul, firstLine));
        }
        if (Utf8.IsValid(bytes))
        {
            return null;
        }
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) is OperationStatus.Done)
        {
            at += length;
        }
        return Error(file, "wrong-encoding", $"The byte 0x{bytes[at]:X2} here is no UTF-8.", "the file seems to be in an older encoding, such as Windows-1252; " + SaveAsUtf8, PositionOf(bytes, at, firstLine));
    }

    private static TextPosition PositionOf(ReadOnlySpan<byte> bytes, int at, int firstLine)
    {
        var before = bytes[..at];
        return new TextPosition(firstLine + before.Count((byte)'\n'), Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }

    private static Finding Error(string file, string code, string message, string hint, TextPosition position) =>
        new() { Code = code, Severity = Severity.Error, Message = message, Hint = hint, File = file, Position = position };
}
