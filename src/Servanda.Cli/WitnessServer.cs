using System.Net;
using System.Text;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>A witness over HTTP: c2sp.org/tlog-witness, one request after the other.</summary>
internal sealed class WitnessServer : IDisposable
{
    // A checkpoint with 63 proof lines and a hundred signatures is far shorter.
    private const int MostBytes = 64 * 1024;

    private readonly Witness _witness;
    private readonly HttpListener _listener = new();

    public WitnessServer(Witness witness, string address)
    {
        _witness = witness;
        try
        {
            _listener.Prefixes.Add(address);
            _listener.Start();
        }
        catch (Exception fault) when (fault is HttpListenerException or ArgumentException)
        {
            throw StopException.Refused($"{address} cannot be listened on: {fault.Message}.", "Name another: --urls http://127.0.0.1:7421/");
        }
    }

    /// <summary>Answers until the process is stopped.</summary>
    public void Run()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = _listener.GetContext();
            }
            catch (HttpListenerException)
            {
                return;
            }
            try
            {
                Answer(context);
            }
            catch (Exception fault) when (fault is HttpListenerException or IOException)
            {
                // Whoever asked has gone away.
            }
        }
    }

    public void Dispose() => _listener.Close();

    private void Answer(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        var answer = context.Request.HttpMethod switch
        {
            "POST" when path.EndsWith("/add-checkpoint", StringComparison.Ordinal) => Read(context.Request) is { } body ? _witness.Add(body) : new WitnessAnswer(413, "That is too long.\n"),
            "GET" when path.EndsWith("/checkpoint", StringComparison.Ordinal) && _witness.Latest(path.Split('/')[^2]) is { } checkpoint => new WitnessAnswer(200, checkpoint),
            "GET" => new WitnessAnswer(WitnessAnswer.Unknown, "Nothing was cosigned for that ledger.\n"),
            _ => new WitnessAnswer(405, "POST add-checkpoint, or GET HASH/checkpoint.\n"),
        };
        var bytes = Encoding.UTF8.GetBytes(answer.Body);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.MediaType;
        context.Response.ContentLength64 = bytes.Length;
        context.Response.OutputStream.Write(bytes);
        context.Response.Close();
    }

    private static string? Read(HttpListenerRequest request)
    {
        var bytes = new byte[MostBytes + 1];
        var read = request.InputStream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read > MostBytes ? null : Encoding.UTF8.GetString(bytes, 0, read);
    }
}
