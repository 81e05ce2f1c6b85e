using Servanda.Agreements;

namespace Servanda.Cli;

/// <summary>Where things lie that a person names: their own files first, then the samples that come with the program.</summary>
internal sealed class Places(Session session)
{
    public const string AgreementFileName = "agreement.yaml";
    public const string ClaimsFileName = "claims.jsonl";
    public const string LedgerFileName = "servanda.db";
    public const string StandardInput = "-";
    private const string SamplesFolder = "agreements";

    /// <summary>The folder of the samples: SERVANDA_SAMPLES, or <c>agreements</c> beside or above the program.</summary>
    public string? Samples
    {
        get
        {
            if (session.Variable("SERVANDA_SAMPLES") is { } set)
            {
                return Directory.Exists(set) ? set
                    : throw StopException.WrongUse($"SERVANDA_SAMPLES names {set}, and there is no such folder.", "Name the folder that holds gaza-2025 and example-truce, or unset it.");
            }
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            {
                var samples = Path.Combine(at.FullName, SamplesFolder);
                if (File.Exists(Path.Combine(samples, "example-truce", AgreementFileName)))
                {
                    return samples;
                }
            }
            return null;
        }
    }

    /// <summary>The agreement's file for what was named: the file, the one in that folder, or a sample's. Null names the one here.</summary>
    /// <param name="ledger">A ledger that is named: where no agreement is, the one that lies beside it.</param>
    public string AgreementFile(string? named, string? ledger = null)
    {
        if (named is null && !File.Exists(AgreementFileName) && ledger is not null && Path.Combine(Path.GetDirectoryName(ledger) ?? "", AgreementFileName) is var beside && File.Exists(beside))
        {
            return beside;
        }
        if (named is null)
        {
            return File.Exists(AgreementFileName) ? AgreementFileName
                : throw StopException.WrongUse("There is no agreement.yaml in this folder, and none is named.",
                    "Name the file or its folder:   --agreement path/to/agreement.yaml", "Or look at a sample:           --agreement agreements/example-truce");
        }
        return Found(named) is { } found
            ? Directory.Exists(found) ? InFolder(named, found) : found
            : throw StopException.WrongUse($"There is no agreement at {named}.", [.. DidYouMean(named), "Name a file such as agreement.yaml, its folder, or a sample: " + string.Join(", ", SampleNames().Select(s => $"agreements/{s}")) + "."]);
    }

    /// <summary>A path as a person would type it: a sample's by its short name.</summary>
    public string Shown(string path) => Samples is { } samples && path.StartsWith(samples + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        ? Path.Combine(SamplesFolder, Path.GetRelativePath(samples, path)) : path;

    /// <summary>The ledger: as named, by SERVANDA_LEDGER, or beside the agreement.</summary>
    public string LedgerFile(string? named, string agreementFile) =>
        named ?? session.Variable("SERVANDA_LEDGER") ?? Path.Combine(Path.GetDirectoryName(agreementFile) ?? "", LedgerFileName);

    /// <summary>A file of claims, or the one in a folder.</summary>
    public string ClaimsFile(string named)
    {
        if (named == StandardInput)
        {
            return named;
        }
        var found = Found(named) ?? throw StopException.WrongUse($"There is no file of claims at {named}.", "Name a file with one claim a line, such as agreements/example-truce/claims.jsonl, or - for standard input.");
        return Directory.Exists(found) ? Path.Combine(found, ClaimsFileName) : found;
    }

    /// <summary>A document, the person's own or one of a sample.</summary>
    public string Document(string named) => named == StandardInput ? named
        : Found(named) is { } found && File.Exists(found) ? found
        : throw StopException.WrongUse($"There is no document at {named}.", "Name a text file, or - for standard input.");

    public static byte[] Read(string path)
    {
        try
        {
            if (path != StandardInput)
            {
                return File.ReadAllBytes(path);
            }
            using var input = Console.OpenStandardInput();
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw StopException.WrongUse($"{path} cannot be read: {exception.Message}", "Check that the file is there and that you may read it.");
        }
    }

    // `agreements/gaza-2025` and `gaza-2025` name a sample wherever one stands.
    private string? Found(string named)
    {
        if (File.Exists(named) || Directory.Exists(named))
        {
            return named;
        }
        if (Path.IsPathRooted(named) || Samples is not { } samples)
        {
            return null;
        }
        var inSamples = named.StartsWith(SamplesFolder + "/", StringComparison.Ordinal) ? named[(SamplesFolder.Length + 1)..] : named;
        var path = Path.Combine(samples, inSamples);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    private static string InFolder(string named, string folder) => Path.Combine(folder, AgreementFileName) is var file && File.Exists(file)
        ? file
        : throw StopException.WrongUse($"The folder {named} has no {AgreementFileName}.", "Name the agreement's file itself.");

    private IEnumerable<string> DidYouMean(string named) =>
        Spelling.Nearest(Path.GetFileName(named.TrimEnd('/')), SampleNames()) is { } near ? [$"Did you mean agreements/{near}?"] : [];

    public IReadOnlyList<string> SampleNames() => Samples is { } samples
        ? [.. Directory.GetDirectories(samples).Where(d => File.Exists(Path.Combine(d, AgreementFileName))).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)]
        : [];
}
