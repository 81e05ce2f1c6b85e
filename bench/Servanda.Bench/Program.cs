using System.Globalization;
using Servanda.Bench;
using Servanda.Files;
using Servanda.Reading;
using Servanda.Tests.Reading;

// Measures the reader (proposals as lines, spans for an attribution corpus, scores on a folder of documents, speed), the checks of drafts, the ledger beside the bare engine and the web app beside a plain file, and writes drafts and records to time the program itself on.
return args switch
{
    ["read", var text, var actors] => Read(text, actors),
    ["spans", var folder, var actors] => Spans(folder, actors),
    ["score", var folder] => Score(folder),
    ["polnear", var folder, var actors] => Polnear.Run(folder, ReaderFor(actors)),
    ["speed", var text, var actors] => ReadSpeed.Run(File.ReadAllText(text), ReaderFor(actors)),
    ["check"] => CheckBench.Table([1_000, 10_000, 100_000]),
    ["check", .. var sizes] when sizes.All(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out _)) => CheckBench.Table([.. sizes.Select(s => int.Parse(s, CultureInfo.InvariantCulture))]),
    ["ledger", var claims] => LedgerBench.Table(int.Parse(claims, CultureInfo.InvariantCulture), server: null),
    ["ledger", var claims, var server] => LedgerBench.Table(int.Parse(claims, CultureInfo.InvariantCulture), server),
    ["proofs", var entries] => LedgerBench.Proofs(int.Parse(entries, CultureInfo.InvariantCulture)),
    ["draft", var provisions, var words] => CheckBench.Draft(int.Parse(provisions, CultureInfo.InvariantCulture), int.Parse(words, CultureInfo.InvariantCulture)),
    ["record", var provisions, var claims, var folder] => RecordBench.Write(int.Parse(provisions, CultureInfo.InvariantCulture), int.Parse(claims, CultureInfo.InvariantCulture), folder),
    ["web", var folder] => WebBench.Run(folder),
    ["web-site", var folder] => WebBench.Serve(folder),
    _ => Usage(),
};

static Reader ReaderFor(string actors) => new(actors.EndsWith(".json", StringComparison.Ordinal)
    ? ActorList.Agreement(File.ReadAllText(actors))
    : AgreementFile.Read(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(actors)))!, File.ReadAllBytes(actors)).Agreement!);

static int Read(string text, string actors)
{
    foreach (var proposal in ReaderFor(actors).Read(File.ReadAllText(text)))
    {
        Console.WriteLine(ProposalJson.Line(proposal, text));
    }
    return 0;
}

static int Spans(string folder, string actors)
{
    var reader = ReaderFor(actors);
    foreach (var file in Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal))
    {
        var cued = reader.Read(File.ReadAllText(file)).Where(p => p.Attribution is not Attribution.Reporter && p.CueSpan is not null);
        foreach (var rows in cued.GroupBy(p => p.CueSpan!.Value))
        {
            var p = rows.First();
            var spans = rows.SelectMany(r => r.ContentSpans).Distinct().OrderByDescending(s => s.Length).Append(new Span(-1, -1)).Take(2).ToList();
            var source = p.SpeakerSpan ?? new Span(-1, -1);
            Console.WriteLine(string.Join('\t', Path.GetFileNameWithoutExtension(file), rows.Key.Start, rows.Key.End, source.Start, source.End, spans[0].Start, spans[0].End, spans[^1].Start, spans[^1].End, p.Attribution is Attribution.Direct, p.Cue, ProposalJson.Name(p.Kind)));
        }
    }
    return 0;
}

static int Score(string folder)
{
    var documents = Corpus.Documents(folder);
    foreach (var document in documents)
    {
        Console.WriteLine($"{document.Name}: {CorpusScore.Of([document])}");
    }
    Console.WriteLine($"all: {CorpusScore.Of(documents)}");
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("read TEXT ACTORS.json | spans FOLDER ACTORS.json | score FOLDER | polnear FOLDER ACTORS.json | speed TEXT ACTORS.json | check [PROVISIONS...] | draft PROVISIONS WORDS-EACH | record PROVISIONS CLAIMS FOLDER | ledger CLAIMS [postgres://...] | proofs LEAVES | web FOLDER");
    return 2;
}
