using System.Runtime.CompilerServices;
using System.Text.Json;
using Servanda.Agreements;
using Servanda.Files;

namespace Servanda.Tests.Reading;

/// <summary>A row of what a person read in a document: see the corpus folder.</summary>
internal sealed record GoldRow(
    string Speaker, string Party, string? Cue, string Kind, string Topic, GoldFigure? Figure, string? DateSaid, string DateSaidBasis, string Attribution,
    int[]? CueSpan, int[][] ContentSpans, string? AltKind, string? AltTopic, string[]? TopicsAlso, string? AltSpeaker, string[]? Speakers, bool Optional)
{
    public bool IsReporter => Attribution == "unattributed-reporter";
}

internal sealed record GoldFigure(decimal Value, string Bound, string Unit);

/// <summary>A document of the corpus, its actors, and what a person read in it.</summary>
internal sealed record CorpusDocument(string Name, string Text, Agreement Agreement, IReadOnlyList<GoldRow> Gold);

/// <summary>The documents beside the tests: our own words on fictional and other conflicts, in several styles.</summary>
internal static class Corpus
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Corpus");

    /// <summary>One made-up report about each agreement of the library, read with that agreement's own file.</summary>
    public static IReadOnlyList<CorpusDocument> Library([CallerFilePath] string here = "") =>
        [.. Directory.GetFiles(Path.Combine(Path.GetDirectoryName(here)!, "Library"), "*.txt").Order(StringComparer.Ordinal)
            .Select(file => Load(file, OfLibrary(Path.GetFileNameWithoutExtension(file), here)))];

    private static Agreement OfLibrary(string name, string here)
    {
        var file = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "agreements", name, "agreement.yaml");
        return AgreementFile.Read(name, File.ReadAllBytes(file)).Agreement!;
    }

    /// <summary>
    /// Batches of made-up reports about conflicts of which the reader has nothing but a list of actors. Each batch was scored
    /// before a rule was changed for it, and then used; the last one is the one to believe.
    /// </summary>
    public static IReadOnlyList<CorpusDocument> FirstSight(int batch, [CallerFilePath] string here = "") =>
        Documents(Path.Combine(Path.GetDirectoryName(here)!, "FirstSight", batch.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public const int Batches = 5;

    /// <summary>Every document beside the tests.</summary>
    public static IReadOnlyList<CorpusDocument> All() => [.. Documents(), .. Library(), .. Enumerable.Range(1, Batches).SelectMany(b => FirstSight(b))];

    public static IReadOnlyList<CorpusDocument> Documents(string? folder = null) =>
        [.. Directory.GetFiles(folder ?? Folder(), "*.txt").Order(StringComparer.Ordinal).Select(file => Load(file, ActorList.Agreement(File.ReadAllText(file[..^".txt".Length] + ".actors.json"))))];

    private static CorpusDocument Load(string file, Agreement agreement)
    {
        var stem = file[..^".txt".Length];
        var gold = File.ReadLines(stem + ".gold.jsonl").Where(l => l.Length > 0).Select(l => JsonSerializer.Deserialize<GoldRow>(l, Options)!);
        return new CorpusDocument(Path.GetFileName(stem), File.ReadAllText(file), agreement, [.. gold]);
    }
}
