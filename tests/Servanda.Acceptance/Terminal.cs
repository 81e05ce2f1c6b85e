using System.Diagnostics;

namespace Servanda.Acceptance;

/// <summary>What a person saw after one command: both streams, and the exit code the shell got.</summary>
public sealed record Ran(string Out, string Err, int ExitCode)
{
    /// <summary>Both streams, as a person reads them in a terminal, output first.</summary>
    public string Shown => Out + Err;
}

/// <summary>Runs the built program as its own process: what these tests accept is what a person would get.</summary>
public static class Terminal
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Runs <c>servanda</c> with these arguments. Settings are added to the environment; a null value takes one away.
    /// Without <paramref name="at"/> it runs at the root of the repository.
    /// </summary>
    public static Ran Run(
        IReadOnlyList<string> arguments,
        string? at = null,
        string input = "",
        IReadOnlyDictionary<string, string?>? settings = null) =>
        Start(Repository.Dotnet, [Repository.Program, .. arguments], at, input, settings);

    /// <summary>The same with a verb that serves until it is stopped: asked to stop, as with Ctrl-C, after so many seconds.</summary>
    public static Ran RunFor(int seconds, IReadOnlyList<string> arguments, string? at = null, IReadOnlyDictionary<string, string?>? settings = null) =>
        Start("timeout", ["--preserve-status", "--signal=INT", $"{seconds}", Repository.Dotnet, Repository.Program, .. arguments], at, "", settings);

    /// <summary>Runs a script with bash, for blocks that pipe or redirect.</summary>
    public static Ran Shell(string script, string at, IReadOnlyDictionary<string, string?>? settings = null) =>
        Start("bash", ["-c", script], at, "", settings);

    private static Ran Start(
        string file, IReadOnlyList<string> arguments, string? at, string input, IReadOnlyDictionary<string, string?>? settings)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = at ?? Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // A person's own settings must not colour what is compared.
        start.Environment.Remove("SERVANDA_LEDGER");
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("COLUMNS");
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        Feed(process, input);
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', arguments)} was still running after {Patience.TotalSeconds} seconds.");
        }

        return new Ran(output.Result, errors.Result, process.ExitCode);
    }

    private static void Feed(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program may end without reading its input; what it printed still counts.
        }
    }
}
