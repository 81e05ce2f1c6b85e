using System.Security.Cryptography;

namespace Servanda.Files.Documents;

/// <summary>What documents are called: by their bytes in sources, by their kind in files.</summary>
public static class DocumentNames
{
    private static readonly (string Ending, string MediaType)[] Kinds =
    [
        (".txt", "text/plain"), (".html", "text/html"), (".md", "text/markdown"), (".pdf", "application/pdf"), (".json", "application/json"),
        (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ];

    /// <summary>The kind of a file, by its name; plain text where the name says nothing.</summary>
    public static string MediaType(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".htm" or ".xhtml" => "text/html",
        var ending => Kinds.FirstOrDefault(k => k.Ending == ending).MediaType ?? "text/plain",
    };

    /// <summary>How the name of a file of this kind ends.</summary>
    public static string Ending(string mediaType) => Kinds.FirstOrDefault(k => k.MediaType == mediaType).Ending ?? ".txt";

    /// <summary>The name in sources: <c>sha256:</c> and the hash of the bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
