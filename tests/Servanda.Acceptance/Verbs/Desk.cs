using System.Text;
using System.Text.RegularExpressions;

namespace Servanda.Acceptance.Verbs;

/// <summary>A scratch folder with the samples in it, on a fixed day, at which commands are typed and what is shown is kept.</summary>
internal sealed partial class Desk : IDisposable
{
    /// <summary>"Today" for every command, so that answers without a date are the same for ever.</summary>
    public const string Now = "2026-02-05T12:00:00Z";

    public const string Truce = "--agreement example-truce --claims example-truce --as-of 2026-01-19";

    // Long enough to start on a busy machine.
    private const int SecondsServed = 10;

    private readonly Scratch scratch = new();

    public Desk() => scratch.Bring("agreements");

    public Scratch Scratch => scratch;

    /// <summary>Runs one command as typed after <c>servanda</c>.</summary>
    public Ran Run(string command, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string?>(scratch.Settings, StringComparer.Ordinal)
        {
            ["SERVANDA_NOW"] = Now,
            ["SERVANDA_SAMPLES"] = scratch.At("agreements"),
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }
        var ran = command.StartsWith("serve", StringComparison.Ordinal) && !command.Contains("--help", StringComparison.Ordinal) || command.Contains("--serve", StringComparison.Ordinal)
            ? Terminal.RunFor(SecondsServed, Arguments(command), scratch.Folder, environment) : Terminal.Run(Arguments(command), scratch.Folder, settings: environment);
        return ran with { Out = scratch.Plain(ran.Out), Err = scratch.Plain(ran.Err) };
    }

    /// <summary>What a person would see who typed these commands one after the other.</summary>
    public string Transcript(params IEnumerable<string> commands)
    {
        var text = new StringBuilder();
        foreach (var command in commands)
        {
            var ran = Run(command);
            text.Append($"$ servanda {command}\n{ran.Out}{ran.Err}{(ran.ExitCode == 0 ? "" : $"(exit code {ran.ExitCode})\n")}\n");
        }
        return Root().Replace(text.ToString(), "ROOT");
    }

    public void Dispose() => scratch.Dispose();

    private static string[] Arguments(string command) => [.. Word().Matches(command).Select(m => m.Value.Replace("\"", ""))];

    // Keys and salts are made anew, and the root over the entries with them.
    [GeneratedRegex("""(?<=\bover them: )[A-Za-z0-9+/]{43}=|(?<="root":")[^"]+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Root();

    [GeneratedRegex("""(?:[^\s"]|"[^"]*")+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
