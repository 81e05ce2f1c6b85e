using System.Text;
using Servanda.Ledger;

namespace Servanda.Stores;

/// <summary>Files with a secret in them: mode 0600 from their first byte, and whole or not there at all.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The text of the file; null where there is none.</summary>
    public static string? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != UnixFileMode.None)
        {
            throw new LedgerFaultException(new Refusal.BadKeyFile(path, "others on this machine may read it", $"chmod 600 {path}"));
        }
        return File.ReadAllText(path, Encoding.UTF8);
    }

    /// <summary>Puts the file there unless somebody was faster; answers with what is there now.</summary>
    public static string Keep(string path, string text)
    {
        var written = Write(path, text);
        try
        {
            // A link that must not exist yet: of two processes making a key at once, one wins and both use its key.
            File.Move(written, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(written);
        }
        return Read(path)!;
    }

    public static void Replace(string path, string text) => File.Move(Write(path, text), path, overwrite: true);

    private static string Write(string path, string text)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            }
        }
        var temporary = $"{path}.{Guid.NewGuid():n}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        using var file = new FileStream(temporary, options);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
        return temporary;
    }
}
