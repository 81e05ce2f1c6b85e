namespace Servanda.Acceptance;

/// <summary>A folder of its own for one test, gone afterwards, with a home so that no key or setting of the person is touched.</summary>
public sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("servanda-test-");

    public Scratch() => Directory.CreateDirectory(Home);

    public string Folder => folder.FullName;

    private string Home => Path.Combine(Folder, ".home");

    /// <summary>The settings every command run here gets.</summary>
    public Dictionary<string, string?> Settings => new(StringComparer.Ordinal)
    {
        ["HOME"] = Home,
        ["XDG_CONFIG_HOME"] = Path.Combine(Home, "config"),
        ["XDG_DATA_HOME"] = Path.Combine(Home, "data"),
    };

    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Writes a file, making its folders, and returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Read(string name) => File.ReadAllText(At(name));

    /// <summary>Copies a file or a whole folder of the repository here, under the same name.</summary>
    public void Bring(string name)
    {
        var from = Repository.At(name);
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
            File.Copy(from, At(name), overwrite: true);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            // A ledger left over from somebody's own trial is not part of a sample.
            if (Path.GetFileName(file).Contains(".db", StringComparison.Ordinal))
            {
                continue;
            }
            var to = At(Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }
    }

    /// <summary>Runs the program here.</summary>
    public Ran Run(params string[] arguments) => Terminal.Run(arguments, Folder, settings: Settings);

    /// <summary>Runs the program here with something on its standard input.</summary>
    public Ran RunWith(string input, params string[] arguments) => Terminal.Run(arguments, Folder, input, Settings);

    /// <summary>The text with this folder's own path left out, since no two runs share it.</summary>
    public string Plain(string text) => text.Replace(Folder + Path.DirectorySeparatorChar, "").Replace(Folder, ".");

    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A file still held open is left for the system's own cleaning of its temporary folder.
        }
    }
}
