using System.Text;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>
/// An agreement's file as it was read. <see cref="Agreement"/> is null where an error leaves a gap in it: a reference to
/// nothing, a date that is none. An error that leaves none, a key that is ignored, say, keeps it.
/// </summary>
public sealed record AgreementReading(Agreement? Agreement, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<Finding> Findings)
{
    /// <summary>
    /// What a draft's checks look at. It is there also where the text leaves open who answers for a provision: such a draft
    /// can be checked further, and has no status.
    /// </summary>
    public Agreement? Draft { get; init; } = Agreement;

    /// <summary>Whether something is written wrong, be it a key that is ignored: no scenario is then said to hold.</summary>
    public bool HasErrors => Findings.Any(f => f.Severity is Severity.Error);
}

/// <summary>The agreement file, format 1. Reading never throws on what a person wrote: what is wrong is a finding with its place.</summary>
public static class AgreementFile
{
    /// <summary>The longest agreements are some hundred kilobytes; this has room for a hundred thousand provisions.</summary>
    public const int LargestSize = 64 * 1024 * 1024;

    /// <param name="file">The name of the file, for findings.</param>
    public static AgreementReading Read(string file, ReadOnlySpan<byte> bytes)
    {
        var findings = new FindingList(file);
        if (TextOf(bytes, findings) is { } text && YamlTree.Read(text, findings) is { } root)
        {
            return new AgreementReader(text, findings).Read(root);
        }
        return new AgreementReading(null, [], findings.InOrder());
    }

    /// <inheritdoc cref="Read(string, ReadOnlySpan{byte})"/>
    public static AgreementReading Read(string file, Stream stream)
    {
        // One byte more than is allowed tells that there is too much, without reading the rest.
        using var start = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while (start.Length <= LargestSize && (read = stream.Read(buffer)) > 0)
        {
            start.Write(buffer, 0, read);
        }
        return Read(file, start.GetBuffer().AsSpan(0, (int)start.Length));
    }

    internal static string? TextOf(ReadOnlySpan<byte> bytes, FindingList findings)
    {
        if (bytes.Length > LargestSize)
        {
            findings.Error("file-too-large", $"The file is larger than {LargestSize / 1024 / 1024} MiB, which no agreement is.", TextPosition.None, null,
                "claims belong in claims.jsonl, documents beside the agreement");
            return null;
        }
        var text = bytes.StartsWith(Utf8Bytes.Mark) ? bytes[Utf8Bytes.Mark.Length..] : bytes;
        if ((Utf8Bytes.WrongFromTheStart(findings.File, text) ?? Utf8Bytes.FirstWrong(findings.File, text)) is { } wrong)
        {
            findings.Add(wrong);
            return null;
        }
        return Encoding.UTF8.GetString(text);
    }
}
