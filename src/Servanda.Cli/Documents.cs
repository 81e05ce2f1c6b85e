using System.Security.Cryptography;

namespace Servanda.Cli;

/// <summary>Documents as files: what kind each is, and the name its bytes give it.</summary>
internal static class Documents
{
    public static string MediaType(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".txt" => "text/plain",
        ".html" or ".htm" => "text/html",
        ".md" => "text/markdown",
        ".pdf" => "application/pdf",
        ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    };

    public static string NameOf(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
