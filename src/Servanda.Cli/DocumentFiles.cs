using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Servanda.Files.Documents;

namespace Servanda.Cli;

/// <summary>A document as it is read: its own bytes, and the text in which places are counted.</summary>
/// <param name="Name">As a person would type it.</param>
/// <param name="Bytes">As it lies on the disk.</param>
/// <param name="Text">Its words.</param>
/// <param name="Extracted">Whether the text was taken out of a container: then claims cite the text, which is filed beside it.</param>
internal sealed record DocumentFile(string Name, byte[] Bytes, string Text, bool Extracted)
{
    /// <summary>What claims cite: the text where it was taken out, else the file itself.</summary>
    public byte[] Cited { get; } = Extracted ? Encoding.UTF8.GetBytes(Text) : Bytes;

    public string Hash => field ??= Documents.NameOf(Cited);
}

/// <summary>Opening documents of every kind that <c>read</c> takes.</summary>
internal sealed class DocumentFiles(Places places)
{
    private const string PdfReader = "pdftotext";

    private static readonly string[] Endings = [".txt", ".md", ".html", ".htm", ".xhtml", ".docx", ".pdf"];

    /// <summary>The files that were named; of a folder, every document in it, in order of name.</summary>
    public IReadOnlyList<string> Named(IEnumerable<string> named) => [.. named.SelectMany<string, string>(n =>
        Directory.Exists(n)
            ? Directory.GetFiles(n).Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal)
            : [places.Document(n)])];

    public DocumentFile Open(string file)
    {
        var bytes = Places.Read(file);
        var name = places.Shown(file);
        if (DocumentText.IsPdf(bytes))
        {
            return new DocumentFile(name, bytes, OfPdf(bytes, name), Extracted: true);
        }
        var read = DocumentText.Of(bytes, file);
        return read.Text is { } text ? new DocumentFile(name, bytes, text, DocumentText.IsContainer(bytes, file)) : throw StopException.WrongUse($"{name} {read.Refusal}.", read.Remedy!);
    }

    // Standard input and output, so that no file is left behind.
    private static string OfPdf(byte[] bytes, string name)
    {
        try
        {
            using var reader = Process.Start(new ProcessStartInfo(PdfReader, ["-enc", "UTF-8", "-nopgbrk", "-", "-"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                UseShellExecute = false,
            })!;
            var output = reader.StandardOutput.ReadToEndAsync();
            var errors = reader.StandardError.ReadToEndAsync();
            try
            {
                reader.StandardInput.BaseStream.Write(bytes);
                reader.StandardInput.Close();
            }
            catch (IOException)
            {
                // It may give up before the end; its exit code says so.
            }
            reader.WaitForExit();
            return reader.ExitCode == 0 && output.Result.Trim().Length > 0 ? output.Result
                : throw StopException.WrongUse($"{name} is a PDF without text that {PdfReader} can find: {errors.Result.Trim()}", "Where it is a scan, run it through a program that recognises text, and read the result.");
        }
        catch (Win32Exception)
        {
            throw StopException.WrongUse($"{name} is a PDF, and {PdfReader} is not installed.", "Install poppler-utils, or turn it into text elsewhere and read that.");
        }
    }
}
