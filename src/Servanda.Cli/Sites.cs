using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Servanda.Agreements;
using Servanda.Agreements.Checking;
using Servanda.Claims;
using Servanda.Files;
using Servanda.Files.Documents;
using Servanda.Stores;
using Servanda.Web;
using Servanda.Web.Serving;

namespace Servanda.Cli;

/// <summary>The web app on an agreement, and what it is served from.</summary>
internal sealed class Sites(Session session)
{
    public static Option<string[]> Urls() => new("--urls") { HelpName = "URL", Description = $"Where to listen, on this machine. Default: {Site.DefaultAddress}. May be given several times.", DefaultValueFactory = _ => [Site.DefaultAddress] };

    /// <summary>A ledger, with the documents filed in it.</summary>
    public SiteSettings OfLedger(Agreement agreement, string file, LedgerStore ledger) => Of(agreement, file, new LedgerSource(ledger)) with { Document = ledger.Document, Desk = Desk.Open(Desk.FileOf(ledger, ServandaHome.Default), session.Clock) };

    /// <summary>Claims of files, with the documents that lie beside them.</summary>
    public SiteSettings OfClaims(Agreement agreement, string file, IReadOnlyList<Claim> claims, IReadOnlyList<string> files)
    {
        var documents = new Lazy<Dictionary<string, string>>(() => files.Where(f => f != Places.StandardInput).SelectMany(Documents.Beside)
            .Select(f => (Name: DocumentNames.Of(Places.Read(f)), File: f)).DistinctBy(d => d.Name, StringComparer.Ordinal).ToDictionary(d => d.Name, d => d.File, StringComparer.Ordinal));
        return Of(agreement, file, new FileSource(claims)) with
        {
            Document = hash => documents.Value.TryGetValue(hash, out var path) ? new StoredDocument(hash, DocumentNames.MediaType(path), Places.Read(path)) : null,
        };
    }

    private SiteSettings Of(Agreement agreement, string file, RecordSource source)
    {
        var shown = new Places(session).Shown(file);
        var unread = new List<Finding>();
        return new SiteSettings
        {
            Agreement = agreement,
            Source = source,
            Clock = session.Clock,
            Findings = AgreementCheck.Of(AgreementFile.Read(shown, Places.Read(file)), shown, Beside),
            Shapes = ZoneShapes.Of(agreement, Beside, unread),
        };

        byte[]? Beside(string named) => Path.Combine(Path.GetDirectoryName(file) ?? "", named) is var path && File.Exists(path) ? Places.Read(path) : null;
    }

    /// <summary>Serves until the process is asked to stop.</summary>
    public int Serve(SiteSettings settings, IReadOnlyList<string> addresses)
    {
        foreach (var address in addresses)
        {
            if (!Site.IsLoopback(address))
            {
                throw StopException.Refused($"{address} is not of this machine alone, and there are no accounts yet to say who may read.",
                    $"Serve on {Site.DefaultAddress}, and let others in through a tunnel that knows who they are, such as ssh -L 7420:127.0.0.1:7420.");
            }
        }
        var app = new Site(settings).Build(addresses);
        try
        {
            app.StartAsync().GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw StopException.Refused($"{string.Join(", ", addresses)} cannot be listened on: {fault.Message}", "Something else may be serving there. Name another: --urls http://127.0.0.1:7421");
        }
        foreach (var address in app.Urls)
        {
            session.Out.Line($"{settings.Agreement.Title}: {address}");
        }
        session.Out.Line("On this machine alone, and nothing is asked of any other. Stop with Ctrl-C.");
        session.Out.Flush();
        app.WaitForShutdown();
        return ExitCode.Done;
    }
}
