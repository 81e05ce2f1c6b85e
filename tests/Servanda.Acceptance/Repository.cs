namespace Servanda.Acceptance;

/// <summary>The working copy these tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The program as built beside these tests, in the same configuration.</summary>
    public static string Program { get; } =
        Path.Combine(Root, "artifacts", "bin", "Servanda.Cli", Configuration, "Servanda.Cli.dll");

    public static string Dotnet { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" ? Environment.ProcessPath! : "dotnet";

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The pages of the documentation and of the worked agreements, by their path from the root.</summary>
    public static IReadOnlyList<string> Pages() =>
        [.. Directory.EnumerateFiles(Root, "*.md").Concat(Files("docs", "*.md").Concat(Files("agreements", "*.md")).Select(page => At(page)))
            .Select(page => Path.GetRelativePath(Root, page)).Order(StringComparer.Ordinal)];

    /// <summary>The files below a folder, by their path from the root.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal)];

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Servanda.slnx")))
            {
                return at.FullName;
            }
        }
        throw new DirectoryNotFoundException($"No Servanda.slnx above {AppContext.BaseDirectory}.");
    }
}
