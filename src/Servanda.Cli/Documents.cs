using Servanda.Files.Documents;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>The folder of the documents that a file of claims quotes.</summary>
internal static class Documents
{
    private const string FolderName = "documents";

    /// <summary>The documents that lie in the folder beside a file of claims.</summary>
    public static IReadOnlyList<string> Beside(string claimsFile)
    {
        var folder = Path.Combine(Path.GetDirectoryName(claimsFile) ?? "", FolderName);
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>Files each of them; the same bytes are filed once.</summary>
    public static int File(LedgerStore ledger, IEnumerable<string> files) =>
        files.Count(file => ledger.AddDocument(Places.Read(file), DocumentNames.MediaType(file), outlet: null).Outcome is Ledger.Outcome.Recorded);
}
