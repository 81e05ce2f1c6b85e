using Servanda.Files.Documents;

namespace Servanda.Cli;

/// <summary>Opening documents of every kind that <c>read</c> takes.</summary>
internal sealed class DocumentFiles(Places places)
{
    private static readonly string[] Endings = [".txt", ".md", ".html", ".htm", ".xhtml", ".docx", ".pdf"];

    /// <summary>The files that were named; of a folder, every document in it, in order of name.</summary>
    public IReadOnlyList<string> Named(IEnumerable<string> named) => [.. named.SelectMany<string, string>(n =>
        Directory.Exists(n) ? In(n) : [places.Document(n)])];

    /// <summary>Every document in a folder, in order of name.</summary>
    public static IEnumerable<string> In(string folder) =>
        Directory.GetFiles(folder).Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal);

    public DocumentFile Open(string file)
    {
        var name = places.Shown(file);
        var (document, refused) = DocumentFile.Open(Places.Read(file), name);
        return document ?? throw StopException.WrongUse($"{name} {refused!.Refusal}.", refused.Remedy!);
    }
}
