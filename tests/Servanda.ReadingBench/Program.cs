using System.Diagnostics;
using System.Globalization;
using Servanda.Reading;
using Servanda.Tests.Reading;

// Reads documents for the scorers: bench read TEXT ACTORS.json > pred.jsonl; bench spans FOLDER > pred.tsv; bench speed TEXT ACTORS.json.
return args switch
{
    ["read", var text, var actors] => Read(text, actors),
    ["spans", var folder, var actors] => Spans(folder, actors),
    ["time", ..] => Time(),
    ["speed", var text, var actors] => Speed(text, actors),
    _ => Usage(),
};

static Reader ReaderFor(string actors) => new(ActorList.Agreement(File.ReadAllText(actors)));

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
        var seen = new HashSet<Span>();
        foreach (var p in reader.Read(File.ReadAllText(file)))
        {
            if (p.Attribution is Attribution.Reporter || p.CueSpan is not { } cue || !seen.Add(cue))
            {
                continue;
            }
            var second = p.ContentSpans.Count > 1 ? p.ContentSpans[1] : new Span(-1, -1);
            var first = p.ContentSpans[0];
            var source = p.SpeakerSpan ?? new Span(-1, -1);
            Console.WriteLine(string.Join('\t', Path.GetFileNameWithoutExtension(file), cue.Start, cue.End, source.Start, source.End, first.Start, first.End, second.Start, second.End, p.Attribution is Attribution.Direct, p.Cue, ProposalJson.Name(p.Kind)));
        }
    }
    return 0;
}

static int Speed(string text, string actors)
{
    var reader = ReaderFor(actors);
    var document = File.ReadAllText(text);
    for (var i = 0; i < 2000; i++)
    {
        reader.Read(document);
    }
    const int Rounds = 5000;
    var watch = Stopwatch.StartNew();
    for (var i = 0; i < Rounds; i++)
    {
        reader.Read(document);
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rounds / watch.Elapsed.TotalSeconds:F0} documents of {document.Length} characters a second"));
    return 0;
}

static int Time()
{
    var reader = new Reader(ActorList.Agreement("[]"));
    foreach (var (name, unit, n) in new (string, string, int)[] { ("\"", "\"", 20000), ("“", "“", 20000), ("'", "'", 20000), ("‘ ", "‘ ", 20000), ("q a", "\" a ", 20000), ("army and", "the army and the ministry and ", 10000), ("said", "said ", 20000), ("X, said", "X, said, ", 10000), ("plain", "The Northern army accused Southland of 12 violations. The army said it would answer. Its spokesman said so too.\n\n", 4000) })
    {
        foreach (var m in (int[])[n, 2 * n])
        {
            var text = string.Concat(Enumerable.Repeat(unit, m));
            var watch = Stopwatch.StartNew();
            reader.Read(text);
            Console.WriteLine($"{name} {m} {watch.ElapsedMilliseconds} ms");
        }
    }
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("read TEXT ACTORS.json | spans FOLDER ACTORS.json | speed TEXT ACTORS.json");
    return 2;
}
