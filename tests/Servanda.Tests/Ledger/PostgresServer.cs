using System.Diagnostics;
using Servanda.Tests.Ledger;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Servanda.Tests.Ledger;

/// <summary>A PostgreSQL server of the tests' own, in a folder of its own, reached by a socket in it. Started when it is first asked for.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly Lock _gate = new();
    private string? _folder;
    private int _databases;

    /// <summary>The address of a new, empty database.</summary>
    public string Database()
    {
        lock (_gate)
        {
            _folder ??= Start();
            var name = $"ledger_{++_databases}";
            Run(Tool("psql"), "-h", _folder, "-U", "servanda", "-d", "postgres", "-qc", $"create database {name}");
            return $"postgres://servanda@/{name}?host={_folder}";
        }
    }

    /// <summary>Ends the server as a power cut would, and starts it again.</summary>
    public void Crash()
    {
        lock (_gate)
        {
            RunAsServer("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
            RunAsServer("pg_ctl", "-D", Data, "-w", "-l", $"{_folder}/log", "-o", Options, "start");
        }
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            RunAsServer("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string Data => $"{_folder}/data";

    private string Options => $"-c listen_addresses= -c unix_socket_directories={_folder} -c autovacuum=off -c max_connections=300";

    private string Start()
    {
        // Short, for the path of a socket has to be.
        _folder = Directory.CreateTempSubdirectory("servanda-pg-").FullName;
        if (IsRoot)
        {
            // The server refuses to run as root; the package brings a user for it.
            Run("chown", "postgres", _folder);
        }
        RunAsServer("initdb", "-D", Data, "-U", "servanda", "-A", "trust", "-E", "UTF8", "--locale=C");
        RunAsServer("pg_ctl", "-D", Data, "-w", "-l", $"{_folder}/log", "-o", Options, "start");
        return _folder;
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static void RunAsServer(string tool, params string[] arguments)
    {
        if (IsRoot)
        {
            Run("runuser", ["-u", "postgres", "--", Tool(tool), .. arguments]);
        }
        else
        {
            Run(Tool(tool), arguments);
        }
    }

    /// <summary>Debian keeps the server's tools outside the path.</summary>
    private static string Tool(string name) =>
        Directory.Exists("/usr/lib/postgresql") && Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => $"{version}/bin/{name}").FirstOrDefault(File.Exists) is { } found
            ? found : name;

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = "/", UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{command} cannot be run: ./test installs it");
        // The server inherits the pipes of pg_ctl, so they do not end with it.
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}: {process.StandardError.ReadToEnd()}");
        }
    }
}
