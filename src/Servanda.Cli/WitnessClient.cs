using System.Globalization;
using System.Net;
using System.Text;
using Servanda.Cli.Screens;
using Servanda.Ledger;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>Asks a witness over HTTP to cosign the newest checkpoint (c2sp.org/tlog-witness).</summary>
internal static class WitnessClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The checkpoint with the witness's signature under it; null when the witness gave none, which is told.</summary>
    /// <exception cref="LedgerFaultException">The witness has seen what this ledger does not hold.</exception>
    public static StoredCheckpoint? Ask(Session session, LedgerStore ledger, string address)
    {
        using var client = new HttpClient { Timeout = Patience };
        var prefix = address.TrimEnd('/');
        try
        {
            var (status, body) = Post(client, prefix, ledger.ProveSince(0).ToString());
            if (status == WitnessAnswer.OtherSize && long.TryParse(body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var known))
            {
                Compare(client, prefix, ledger);
                (status, body) = Post(client, prefix, ledger.ProveSince(known).ToString());
            }
            if (status == WitnessAnswer.Cosigned)
            {
                return ledger.Cosign(body);
            }
            if (status == WitnessAnswer.Inconsistent)
            {
                Compare(client, prefix, ledger);
            }
            session.Error.Line($"{address} did not cosign ({status}): {Foreign.Text(body.Trim())}");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or UriFormatException or InvalidOperationException)
        {
            session.Error.Line($"{address} could not be asked: {fault.Message}");
        }
        catch (LedgerFaultException fault) when (fault.Refusal is Refusal.NotCosigned)
        {
            session.Error.Line($"{address}: {fault.Refusal}");
        }
        return null;
    }

    /// <summary>Holds the last checkpoint that the witness saw against the ledger.</summary>
    private static void Compare(HttpClient client, string prefix, LedgerStore ledger)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{prefix}/{Witness.HashOf(ledger.Origin)}/checkpoint");
        using var response = client.Send(request);
        if (response.StatusCode == HttpStatusCode.OK && ledger.Against(Body(response)) is { } refusal and (Refusal.RolledBack or Refusal.Forked))
        {
            throw new LedgerFaultException(refusal);
        }
    }

    private static (int Status, string Body) Post(HttpClient client, string prefix, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{prefix}/add-checkpoint") { Content = new StringContent(body, Encoding.UTF8) };
        using var response = client.Send(request);
        return ((int)response.StatusCode, Body(response));
    }

    private static string Body(HttpResponseMessage response)
    {
        using var reader = new StreamReader(response.Content.ReadAsStream(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
