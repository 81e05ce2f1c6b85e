using System.Runtime.CompilerServices;
using Xunit;

namespace Servanda.Tests;

/// <summary>
/// What people see is approved text: it stands in Expected/NAME beside the test, ACCEPT=1 rewrites it, and the change is
/// reviewed as a diff.
/// </summary>
public static class Approved
{
    public static void Text(string name, string actual, [CallerFilePath] string test = "")
    {
        var file = Path.Combine(FolderOf(test), "Expected", name);
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }
        Assert.True(File.Exists(file), $"There is no approved text {file}; ACCEPT=1 writes it. It would be:\n{actual}");
        Assert.Equal(File.ReadAllText(file), actual, ignoreLineEndingDifferences: true);
    }

    /// <summary>The folder of a source file, also where a deterministic build has replaced the root of its path.</summary>
    public static string FolderOf([CallerFilePath] string test = "")
    {
        const string MappedRoot = "/_/";
        return Path.GetDirectoryName(test.StartsWith(MappedRoot, StringComparison.Ordinal) ? Path.Combine(Root, test[MappedRoot.Length..]) : test)!;
    }

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "Servanda.slnx")) ? folder
        : Above(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No Servanda.slnx above the tests."));
}
