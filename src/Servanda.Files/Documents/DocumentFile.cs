using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Servanda.Files.Documents;

/// <summary>A document as it is read: its own bytes, and the text in which places are counted.</summary>
/// <param name="Name">As a person would type it.</param>
/// <param name="Bytes">As it lies on the disk.</param>
/// <param name="Text">Its words.</param>
/// <param name="Extracted">Whether the text was taken out of a container: then claims cite the text, which is filed beside it.</param>
public sealed record DocumentFile(string Name, byte[] Bytes, string Text, bool Extracted)
{
    private const string PdfReader = "pdftotext";

    /// <summary>What claims cite: the text where it was taken out, else the file itself.</summary>
    public byte[] Cited { get; } = Extracted ? Encoding.UTF8.GetBytes(Text) : Bytes;

    /// <summary>The kind of what claims cite.</summary>
    public string CitedMediaType => Extracted ? "text/plain" : DocumentNames.MediaType(Name);

    public string Hash => field ??= DocumentNames.Of(Cited);

    /// <summary>Opens text, HTML, DOCX and, where pdftotext is installed, PDF.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">As a person knows it; what it ends with says what plain text it is.</param>
    /// <returns>The document, or why there is none.</returns>
    public static (DocumentFile? Document, DocumentText? Refused) Open(byte[] bytes, string name)
    {
        var isPdf = DocumentText.IsPdf(bytes);
        var read = isPdf ? OfPdf(bytes) : DocumentText.Of(bytes, name);
        return read.Text is { } text ? (new DocumentFile(name, bytes, text, isPdf || DocumentText.IsContainer(bytes, name)), null) : (null, read);
    }

    // Standard input and output, so that no file is left behind.
    private static DocumentText OfPdf(byte[] bytes)
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
            return reader.ExitCode == 0 && output.Result.Trim().Length > 0 ? new DocumentText(output.Result, null, null)
                : DocumentText.Refused($"is a PDF without text that {PdfReader} can find: {errors.Result.Trim()}", "Where it is a scan, run it through a program that recognises text, and read the result.");
        }
        catch (Win32Exception)
        {
            return DocumentText.Refused($"is a PDF, and {PdfReader} is not installed", "Install poppler-utils, or turn it into text elsewhere and read that.");
        }
    }
}
