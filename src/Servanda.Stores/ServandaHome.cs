namespace Servanda.Stores;

/// <summary>
/// The folder of a person's own settings and signing key: <c>SERVANDA_HOME</c>, else <c>servanda</c> in the
/// configuration folder of the system (<c>$XDG_CONFIG_HOME</c> or <c>~/.config</c> on Linux).
/// </summary>
public sealed record ServandaHome(string Folder)
{
    public static ServandaHome Default { get; } = new(
        Environment.GetEnvironmentVariable("SERVANDA_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "servanda"));

    public string File(string name) => Path.Combine(Folder, name);
}
