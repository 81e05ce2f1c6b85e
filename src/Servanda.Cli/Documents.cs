using System.Security.Cryptography;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>Documents as files: what kind each is, and the folder of those that a file of claims quotes.</summary>
internal static class Documents
{
    private const string FolderName = "documents";

    public static string MediaType(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".html" or ".htm" => "text/html",
        ".md" => "text/markdown",
        ".pdf" => "application/pdf",
        ".json" => "application/json",
        _ => "text/plain",
    };

    public static string NameOf(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The documents that lie in the folder beside a file of claims.</summary>
    public static IReadOnlyList<string> Beside(string claimsFile)
    {
        var folder = Path.Combine(Path.GetDirectoryName(claimsFile) ?? "", FolderName);
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>Files each of them; the same bytes are filed once.</summary>
    public static int File(LedgerStore ledger, IEnumerable<string> files) =>
        files.Count(file => ledger.AddDocument(Places.Read(file), MediaType(file), outlet: null).Outcome is Ledger.Outcome.Recorded);
}
