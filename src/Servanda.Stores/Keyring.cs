using System.Security.Cryptography;
using System.Text;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>A key in a person's folder.</summary>
/// <param name="Role">author: signs entries by default; named: signs them where it is asked for; log: signs a ledger's checkpoints.</param>
public sealed record OwnKey(string Role, VerifierKey Public, string File);

/// <summary>
/// The signing keys of a person's folder: their own, others by name (an office or a party may have several), and those of
/// the ledgers whose checkpoints are signed here.
/// </summary>
public sealed class Keyring(ServandaHome home)
{
    private const string NamedFolder = "keys", LogsFolder = "logs", Ending = ".key", NextEnding = ".next";
    private const string BackupHeading = "servanda/key-backup/v1";
    private const int SaltLength = 16, NonceLength = 12, TagLength = 16, KeyLength = 32, Rounds = 600_000;

    public IReadOnlyList<OwnKey> All =>
    [
        .. At(home.File(SigningKey.FileName), "author"),
        .. Files(NamedFolder, SearchOption.TopDirectoryOnly).SelectMany(file => At(file, "named")),
        .. Files(LogsFolder, SearchOption.AllDirectories).SelectMany(file => At(file, "log")),
    ];

    /// <summary>A new key under a name; null when there is one of that name.</summary>
    public SigningKey? Make(string name)
    {
        if (Named(name) is not null)
        {
            return null;
        }
        var made = SigningKey.Generate(name);
        return SigningKey.Keep(FileOf(made.Public), made);
    }

    /// <summary>The key of that name, or in that file; null when there is none.</summary>
    public SigningKey? Named(string name) =>
        All.FirstOrDefault(key => key.Role != "log" && key.Public.Name == name) is { } own ? SigningKey.At(own.File)
        : File.Exists(name) ? SigningKey.At(name) : null;

    /// <summary>
    /// The key that is to follow another, made and kept before anybody is told of it: when a rotation is cut off half-way,
    /// the next attempt goes on with the same key.
    /// </summary>
    public SigningKey Next(SigningKey old) => SigningKey.Keep(FileWith(old) + NextEnding, SigningKey.Generate(old.Name));

    /// <summary>Puts the following key in the place of the old one, which is kept beside it under its key id.</summary>
    public void Replace(SigningKey old, SigningKey next)
    {
        var file = FileWith(old);
        old.Save($"{file}.{old.Public.Id:x8}");
        File.Move(file + NextEnding, file, overwrite: true);
        System.Diagnostics.Debug.Assert(SigningKey.At(file)!.Public == next.Public, "the next key was kept there");
    }

    /// <summary>All keys and vault keys in one text that only the passphrase opens (PBKDF2-HMAC-SHA-256, 600,000 rounds; AES-256-GCM).</summary>
    /// <param name="more">Other secret files to take along, such as the key of what a ledger seals: where each is.</param>
    public string Backup(string passphrase, IEnumerable<string> more)
    {
        var plain = new StringBuilder();
        foreach (var key in All)
        {
            plain.Append($"{Path.GetRelativePath(home.Folder, key.File)}\n{SecretFile.Read(key.File)!.TrimEnd('\n')}\n");
        }
        foreach (var file in more.Where(File.Exists))
        {
            plain.Append($"/{Path.GetFileName(file)}\n{SecretFile.Read(file)!.TrimEnd('\n')}\n");
        }
        var box = new byte[SaltLength + NonceLength + Encoding.UTF8.GetByteCount(plain.ToString()) + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, SaltLength + NonceLength));
        using var aes = new AesGcm(KeyOf(passphrase, box.AsSpan(0, SaltLength)), TagLength);
        aes.Encrypt(box.AsSpan(SaltLength, NonceLength), Encoding.UTF8.GetBytes(plain.ToString()), box.AsSpan((SaltLength + NonceLength)..^TagLength), box.AsSpan(^TagLength..), Encoding.UTF8.GetBytes(BackupHeading));
        return $"{BackupHeading}\n{Convert.ToBase64String(box, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n")}\n";
    }

    /// <summary>Puts the keys of a backup back. A key that is there already, and is another one, is left and named.</summary>
    /// <param name="vaultFolder">Where the keys of what ledgers seal go: beside the ledger.</param>
    /// <returns>What became of each file: true when it is there as in the backup. Null when the passphrase does not open it.</returns>
    public IReadOnlyList<(string File, bool Restored)>? Restore(string text, string passphrase, string vaultFolder)
    {
        if (!text.StartsWith(BackupHeading + "\n", StringComparison.Ordinal))
        {
            return null;
        }
        byte[] box;
        try
        {
            box = Convert.FromBase64String(text[BackupHeading.Length..]);
        }
        catch (FormatException)
        {
            return null;
        }
        if (box.Length < SaltLength + NonceLength + TagLength)
        {
            return null;
        }
        var plain = new byte[box.Length - SaltLength - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(KeyOf(passphrase, box.AsSpan(0, SaltLength)), TagLength);
            aes.Decrypt(box.AsSpan(SaltLength, NonceLength), box.AsSpan((SaltLength + NonceLength)..^TagLength), box.AsSpan(^TagLength..), plain, Encoding.UTF8.GetBytes(BackupHeading));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        var lines = Encoding.UTF8.GetString(plain).Split('\n');
        var outcome = new List<(string, bool)>();
        for (var i = 0; i + 1 < lines.Length; i += 2)
        {
            var file = lines[i].StartsWith('/') ? Path.Combine(vaultFolder, lines[i][1..]) : home.File(lines[i]);
            outcome.Add((file, SecretFile.Keep(file, lines[i + 1] + "\n").TrimEnd('\n') == lines[i + 1]));
        }
        return outcome;
    }

    private static byte[] KeyOf(string passphrase, ReadOnlySpan<byte> salt) => Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, Rounds, HashAlgorithmName.SHA256, KeyLength);

    private IEnumerable<string> Files(string folder, SearchOption depth) =>
        Directory.Exists(home.File(folder)) ? Directory.GetFiles(home.File(folder), "*" + Ending, depth).Order(StringComparer.Ordinal) : [];

    private static IEnumerable<OwnKey> At(string file, string role) => SigningKey.At(file) is { } key ? [new OwnKey(role, key.Public, file)] : [];

    private string FileOf(VerifierKey key) => home.File(Path.Combine(NamedFolder, $"{key.Name.Replace('/', '_')}-{key.Id:x8}{Ending}"));

    private string FileWith(SigningKey key) => All.First(own => own.Public == key.Public).File;
}
