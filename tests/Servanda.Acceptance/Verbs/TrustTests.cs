using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Servanda.Acceptance.Verbs;

public sealed class A_witness_at_an_address : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly string address = $"http://127.0.0.1:{FreePort()}/";
    private Process? server;

    public A_witness_at_an_address() => scratch.Bring("agreements/example-truce");

    public void Dispose()
    {
        server?.Kill();
        server?.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public void Cosigns_what_continues_and_finds_out_what_was_put_back()
    {
        string[] ledger = ["--agreement", "agreements/example-truce", "--ledger", "servanda.db"];
        Assert.Equal(0, scratch.Run(["import", "claims", "agreements/example-truce", .. ledger]).ExitCode);
        var key = scratch.Run("witness", "new", "ngo.example/witness", "--dir", "ngo").Out.Split('\n')[^2];
        Assert.Equal(0, scratch.Run(["key", "register", key, .. ledger]).ExitCode);
        Assert.Equal(0, scratch.Run(["checkpoint", .. ledger]).ExitCode);
        var logKey = scratch.Run(["key", "list", .. ledger]).Out.Split('\n').Single(line => line.StartsWith("ledger ", StringComparison.Ordinal)).Split(' ')[^1];
        Assert.Equal(0, scratch.Run("witness", "watch", logKey, "--dir", "ngo").ExitCode);
        Serve();

        Assert.Contains("Seen by ngo.example/witness", scratch.Run(["checkpoint", "--witness", address, .. ledger]).Err, StringComparison.Ordinal);
        File.Copy(scratch.At("servanda.db"), scratch.At("kept.db"));
        Assert.Equal(0, scratch.Run(["record", "--speaker", "watch", "--provision", "return-captives", "--figure", "30 persons", .. ledger]).ExitCode);
        Assert.Contains("Seen by ngo.example/witness", scratch.Run(["checkpoint", "--witness", address, .. ledger]).Err, StringComparison.Ordinal);

        // Put back, on a machine that does not remember: the witness does.
        File.Copy(scratch.At("kept.db"), scratch.At("servanda.db"), overwrite: true);
        foreach (var memory in Directory.GetFiles(scratch.Folder, "checkpoint", SearchOption.AllDirectories).Where(file => file.Contains("config", StringComparison.Ordinal)))
        {
            File.Delete(memory);
        }
        var told = scratch.Run(["checkpoint", "--witness", address, .. ledger]);
        Assert.Equal(1, told.ExitCode);
        Assert.Contains("has been rolled back: it has 45 entries, and showed 46 before", told.Out, StringComparison.Ordinal);
        Assert.Equal(2, told.Out.Split("— servanda.local/example-truce ").Length - 1);

        // A witness that does not answer stops nothing: the checkpoint is signed, and that is said.
        server!.Kill();
        server.WaitForExit();
        var alone = scratch.Run(["checkpoint", "--witness", address, .. ledger]);
        Assert.Equal(1, alone.ExitCode);
        Assert.Contains("could not be asked", alone.Err, StringComparison.Ordinal);
        Assert.StartsWith("servanda.local/example-truce\n45\n", alone.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_nothing_else()
    {
        scratch.Run("witness", "new", "ngo.example/witness", "--dir", "ngo");
        Serve();
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.BadRequest, Status(HttpMethod.Post, "add-checkpoint", "hello"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, Status(HttpMethod.Post, "add-checkpoint", new string('x', 100_000)));
        Assert.Equal(HttpStatusCode.NotFound, Status(HttpMethod.Get, "../../witness.key", null));
        Assert.Equal(HttpStatusCode.NotFound, Status(HttpMethod.Get, $"{new string('0', 64)}/checkpoint", null));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, Status(HttpMethod.Delete, "add-checkpoint", null));

        HttpStatusCode Status(HttpMethod method, string path, string? body)
        {
            using var request = new HttpRequestMessage(method, address + path) { Content = body is null ? null : new StringContent(body) };
            using var response = client.Send(request);
            return response.StatusCode;
        }
    }

    private void Serve()
    {
        var start = new ProcessStartInfo(Repository.Dotnet, [Repository.Program, "witness", "serve", "--dir", "ngo", "--urls", address]) { WorkingDirectory = scratch.Folder, RedirectStandardOutput = true, UseShellExecute = false };
        server = Process.Start(start)!;
        Assert.StartsWith("Listening", server.StandardOutput.ReadLine(), StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

public sealed class Keys_in_a_backup : IDisposable
{
    private readonly Scratch scratch = new();

    public Keys_in_a_backup() => scratch.Bring("agreements/example-truce");

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Come_back_with_the_passphrase_alone()
    {
        string[] ledger = ["--agreement", "agreements/example-truce", "--ledger", "servanda.db"];
        scratch.Run(["import", "claims", "agreements/example-truce", .. ledger]);
        scratch.Run("key", "new", "north.example/office");
        Assert.Equal(0, scratch.Run(["checkpoint", .. ledger]).ExitCode);
        var keys = scratch.Run("key", "list").Out;
        Assert.Equal(2, scratch.Run("key", "backup", "keys.txt").ExitCode);
        Assert.Equal(0, Run("key backup keys.txt --agreement agreements/example-truce --ledger servanda.db", "a long enough phrase").ExitCode);
        Assert.DoesNotContain("PRIVATE", scratch.Read("keys.txt"), StringComparison.Ordinal);

        Directory.Delete(scratch.At(".home", "config"), recursive: true);
        File.Delete(scratch.At("servanda.db.vault-key"));
        Assert.Equal(3, Run("key restore keys.txt", "another phrase").ExitCode);
        Assert.Equal(0, Run("key restore keys.txt", "a long enough phrase").ExitCode);
        Assert.Equal(keys, scratch.Run("key", "list").Out);
        Assert.Equal(0, scratch.Run(["audit", .. ledger]).ExitCode);
        Assert.Equal(0, scratch.Run(["record", "--speaker", "watch", "--provision", "return-captives", "--figure", "30 persons", .. ledger]).ExitCode);
        // A rotation under the same name; and what it leaves signs on.
        Assert.Equal(0, scratch.Run(["key", "rotate", .. ledger]).ExitCode);
        Assert.Equal(0, scratch.Run(["key", "rotate", "--log", .. ledger]).ExitCode);
        Assert.Equal(0, scratch.Run(["record", "--speaker", "watch", "--provision", "return-captives", "--figure", "29 persons", .. ledger]).ExitCode);
        Assert.Equal(0, scratch.Run(["checkpoint", .. ledger]).ExitCode);
        Assert.Contains("2 signed", scratch.Run(["audit", .. ledger]).Out, StringComparison.Ordinal);
        // What is there and is another key is left, and said.
        Assert.Equal(1, Run("key restore keys.txt", "a long enough phrase").ExitCode);
    }

    private Ran Run(string command, string passphrase) => Terminal.Run(command.Split(' '), scratch.Folder,
        settings: new Dictionary<string, string?>(scratch.Settings, StringComparer.Ordinal) { ["SERVANDA_PASSPHRASE"] = passphrase });
}
