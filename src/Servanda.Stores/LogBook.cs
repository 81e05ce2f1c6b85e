using System.Text;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>
/// The key that signs a ledger's checkpoints, and the last one it signed. Both lie in the person's own folder, apart from
/// the ledger and from its backups: a ledger put back to an earlier state cannot sign over what it has shown.
/// </summary>
internal sealed class LogBook(ServandaHome home, Digest firstLeaf)
{
    private const string KeyName = "log.key", CheckpointName = "checkpoint", LockName = "lock";

    // A new ledger of the same agreement is another log: its first entry tells them apart.
    private readonly string _folder = home.File(Path.Combine("logs", firstLeaf.ToHex()[..16]));

    public string KeyFile => Path.Combine(_folder, KeyName);

    public SigningKey? Key => SigningKey.At(KeyFile);

    /// <summary>The last checkpoint that was signed here, as it was signed; null when none was.</summary>
    public string? Last => File.Exists(Path.Combine(_folder, CheckpointName)) ? File.ReadAllText(Path.Combine(_folder, CheckpointName), Encoding.UTF8) : null;

    public SigningKey MakeKey(string origin) => SigningKey.Keep(KeyFile, SigningKey.Generate(origin));

    /// <summary>Notes what is about to be shown, durably. Only while <see cref="Locked"/>.</summary>
    public void Note(string checkpoint) => SecretFile.Replace(Path.Combine(_folder, CheckpointName), checkpoint);

    /// <summary>Does work that no other process does at the same time.</summary>
    public T Locked<T>(Func<T> work) => LogFolder.Locked(Path.Combine(_folder, LockName), work);
}

/// <summary>A folder that one process at a time works in.</summary>
internal static class LogFolder
{
    private const int Tries = 3000, PauseMilliseconds = 10;

    public static T Locked<T>(string file, Func<T> work)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        using var gate = Gate(file);
        return work();
    }

    private static FileStream Gate(string file)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < Tries)
            {
                Thread.Sleep(PauseMilliseconds);
            }
            catch (IOException fault)
            {
                throw new LedgerFaultException(new Refusal.Busy(file), fault);
            }
        }
    }
}
