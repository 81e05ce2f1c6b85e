using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Servanda.Acceptance;

public sealed class The_projects
{
    /// <summary>Cli → Web → {Files, Stores} → Servanda.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Servanda"] = [],
        ["Servanda.Files"] = ["Servanda"],
        ["Servanda.Stores"] = ["Servanda"],
        ["Servanda.Web"] = ["Servanda", "Servanda.Files", "Servanda.Stores"],
        ["Servanda.Cli"] = ["Servanda", "Servanda.Files", "Servanda.Stores", "Servanda.Web"],
    };

    [Fact]
    public void Use_one_another_in_one_direction()
    {
        var projects = Repository.Files("src", "*.csproj").Select(path => (Name: Path.GetFileNameWithoutExtension(path), Project: XDocument.Load(Repository.At(path))));

        Problems.None(projects.SelectMany(project => Included(project.Project, "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Except(MayUse[project.Name], StringComparer.Ordinal)
            .Select(used => $"{project.Name} uses {used}")));
    }

    [Fact]
    public void Leave_the_domain_with_no_package_but_the_calendar() =>
        Assert.Equal(["NodaTime"], Included(XDocument.Load(Repository.At("src", "Servanda", "Servanda.csproj")), "PackageReference"));

    private static IEnumerable<string> Included(XDocument project, string kind) =>
        project.Descendants(kind).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));
}

public sealed class The_folders_of_the_domain
{
    /// <summary>Each folder, and those it is built on; a folder may use all that those use.</summary>
    private static readonly Dictionary<string, string[]> BuiltOn = new(StringComparer.Ordinal)
    {
        ["Agreements"] = [],
        ["Merkle"] = [],
        ["Claims"] = ["Agreements"],
        ["Reading"] = ["Claims"],
        ["Status"] = ["Claims"],
        ["Access"] = ["Claims"],
        ["Gaps"] = ["Status"],
        ["Ledger"] = ["Claims", "Merkle"],
    };

    private static readonly IReadOnlyList<SourceText> Sources = SourceText.Below("src/Servanda");

    [Fact]
    public void Use_one_another_in_one_direction() => Problems.None(Sources.SelectMany(WrongUses));

    [Fact]
    public void Are_all_known_here() => Problems.None(Sources.Select(FolderOf).Where(folder => folder != "").Except(BuiltOn.Keys, StringComparer.Ordinal));

    private static IEnumerable<string> WrongUses(SourceText source)
    {
        var from = FolderOf(source);
        var allowed = from == "" ? [] : Closure(from);
        return BuiltOn.Keys.Where(to => to != from && !allowed.Contains(to) && Uses(source, to)).Select(to => $"{source.Path} uses {to}");
    }

    // A folder is used by its namespace, in full or from inside Servanda in short; `record.Claims.Count` is a property.
    private static bool Uses(SourceText source, string folder) =>
        Regex.IsMatch(source.Code, $@"\bServanda\.{folder}\b")
        || Regex.Matches(source.Code, $@"(?<![.\w]){folder}\.(\w+)").Any(match => TypesOf(folder).Contains(match.Groups[1].Value));

    private static HashSet<string> TypesOf(string folder) =>
        [.. Sources.Where(source => FolderOf(source) == folder).SelectMany(source => TypeNames.In(source).Where(type => !type.IsNested).Select(type => type.Name))];

    private static HashSet<string> Closure(string folder) => [.. BuiltOn[folder].SelectMany(below => Closure(below).Append(below))];

    private static string FolderOf(SourceText source) =>
        source.Path.Split(Path.DirectorySeparatorChar) is [_, _, var folder, _, ..] ? folder : "";
}

public sealed class The_names_of_types
{
    private static readonly string[] Vague = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Service", "Services", "Processor"];

    [Fact]
    public void Say_what_a_thing_is()
    {
        var vague = SourceText.Below("src", "tests")
            .SelectMany(source => TypeNames.In(source).Select(type => (source.Path, type.Name)))
            .Where(type => Regex.Split(type.Name, "(?=[A-Z])|_").Intersect(Vague, StringComparer.Ordinal).Any());

        Problems.None(vague.Select(type => $"{type.Path}: {type.Name}"));
    }
}

public sealed class The_words_we_use
{
    // Words that take a side, wherever they stand in a sentence of ours.
    private const string Partial = @"terroris\w*|martyr\w*|liberat(?:e|ed|es|ion)|genocid\w*";

    // Findings of law: we say what was told, and by whom. As words of the condition language they stand before a bracket.
    private const string Legal = @"(?:fulfilled|breached)(?!\()";

    [Fact]
    public void Take_no_side_and_find_no_law_in_what_the_program_says()
    {
        // The reader must know the words that documents use, so its word lists are no sentences of ours.
        var said = SourceText.Below("src")
            .Where(source => !source.Path.StartsWith(Path.Combine("src", "Servanda", "Reading"), StringComparison.Ordinal))
            .SelectMany(source => source.Literals.Select(literal => (source.Path, Sentence: WithoutQuoted(literal))));

        Problems.None(said.Where(s => IsWord(Partial, s.Sentence) || s.Sentence.Contains(' ') && IsWord(Legal, s.Sentence)).Select(s => $"{s.Path}: {s.Sentence}"));
    }

    [Fact]
    public void Take_no_side_in_the_documentation()
    {
        var sentences = Repository.Pages().Select(page => (Page: page, Text: WithoutQuoted(File.ReadAllText(Repository.At(page)))));

        Problems.None(sentences.SelectMany(s => Words(Partial, s.Text).Select(word => $"{s.Page}: {word.Value}")));
    }

    private static bool IsWord(string words, string text) => Words(words, text).Count > 0;

    private static MatchCollection Words(string words, string text) => Regex.Matches(text, $@"\b(?:{words})(?!\w)", RegexOptions.IgnoreCase);

    // What is quoted is somebody else's word, or a word of the format.
    private static string WithoutQuoted(string text) =>
        Regex.Replace(text, "```.*?```|`[^`]*`|\"[^\"\n]*\"|^>.*$", "", RegexOptions.Singleline | RegexOptions.Multiline);
}

public sealed class The_index_of_the_documentation
{
    [Fact]
    public void Names_every_page()
    {
        var index = Path.Combine("docs", "README.md");
        var pages = Repository.Files("docs", "*.md").Where(page => page != index);

        Problems.None(pages.Except(LinksOf(index), StringComparer.Ordinal));
    }

    [Fact]
    public void Names_every_worked_agreement()
    {
        var agreements = Repository.Files("agreements", "agreement.yaml").Select(file => Path.Combine(Path.GetDirectoryName(file)!, "README.md"));

        Problems.None(agreements.Except(LinksOf(Path.Combine("docs", "reference", "library.md")), StringComparer.Ordinal));
    }

    [Fact]
    public void Leads_nowhere_wrong() =>
        Problems.None(Repository.Pages().SelectMany(page => LinksOf(page).Where(link => !Path.Exists(Repository.At(link))).Select(link => $"{page} leads to {link}")));

    [Fact]
    public void Gives_each_decision_a_number_of_its_own()
    {
        var numbers = Repository.Files("docs/decisions", "*.md").Select(page => Path.GetFileName(page)[..4]);

        Problems.None(numbers.GroupBy(number => number).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    /// <summary>What a page links to inside the repository, by path from the root.</summary>
    private static IEnumerable<string> LinksOf(string page)
    {
        var text = Regex.Replace(File.ReadAllText(Repository.At(page)), "```.*?```|`[^`\n]*`", "", RegexOptions.Singleline);
        return Regex.Matches(text, @"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
            .Select(match => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.At(page))!, match.Groups[1].Value))));
    }
}

public sealed class The_reference
{
    [Fact]
    public void Has_a_section_for_every_verb()
    {
        var verbs = VerbsBelow().ToHashSet(StringComparer.Ordinal);
        var sections = Sections("command-line.md", "## ").ToHashSet(StringComparer.Ordinal);

        Problems.None(Unmatched(verbs, sections));
    }

    [Fact]
    public void Names_every_option_of_every_verb()
    {
        var page = File.ReadAllText(Repository.At("docs", "reference", "command-line.md"));
        var sections = Regex.Split(page, "^## ", RegexOptions.Multiline);
        var missing = sections[1..].SelectMany(section =>
        {
            var verb = section.Split('\n')[0].Trim('`', ' ');
            var options = Regex.Matches(Terminal.Run([.. verb.Split(' '), "--help"]).Out, "(?m)^  (?:-., )?(--[a-z-]+)").Select(match => match.Groups[1].Value);
            // The first part of the page names the options that mean the same everywhere.
            return options.Where(option => !section.Contains(option, StringComparison.Ordinal) && !sections[0].Contains(option, StringComparison.Ordinal))
                .Select(option => $"{verb} {option}");
        });

        Problems.None(missing);
    }

    [Fact]
    public void Has_a_section_for_every_finding()
    {
        var findings = SourceText.Below("src")
            .Where(source => source.Code.Contains("Finding", StringComparison.Ordinal))
            .SelectMany(source => LiteralsAt(source, @"\bCode = @|\b(?:Find|Error|Warning|Note|Refused|Finding|Add|Report)\([^;()""{}]*?@\s*,|@\s*,\s*Severity\."))
            .Where(code => Regex.IsMatch(code, "^[a-z]+(-[a-z]+)*$"))
            .ToHashSet(StringComparer.Ordinal);
        var sections = Sections("findings.md", "### ").ToHashSet(StringComparer.Ordinal);

        Problems.None(Unmatched(findings, sections));
    }

    [Fact]
    public void Names_every_field_that_json_output_has()
    {
        using var scratch = new Scratch();
        scratch.Bring("agreements");
        string[] about = ["--agreement", "agreements/example-truce", "--claims", "agreements/example-truce", "--as-of", "2026-01-19", "--json"];
        string[][] answers =
        [
            ["status", .. about], ["why", "halt-fire", .. about], ["why", "one", .. about], ["diverge", "--between", "north", "south", .. about],
            ["positions", .. about], ["check", "agreements/example-truce", "--json"],
            ["import", "claims", "agreements/example-truce", "--agreement", "agreements/example-truce", "--json"],
            ["audit", "--agreement", "agreements/example-truce", "--json"],
            ["checkpoint", "--agreement", "agreements/example-truce", "--json"],
            ["prove", "c5", "--agreement", "agreements/example-truce", "--json"],
            ["record", "--speaker", "watch", "--provision", "return-captives", "--figure", "30 persons", "--agreement", "agreements/example-truce", "--json"],
            ["redact", "c1", "--field", "via", "--reason", "asked for", "--agreement", "agreements/example-truce", "--json"],
            ["key", "list", "--agreement", "agreements/example-truce", "--json"],
            ["backup", "--into", "backups", "--keep", "1", "--agreement", "agreements/example-truce", "--json"],
            ["witness", "new", "ngo.example/witness", "--json"],
            ["witness", "list", "--json"],
            ["read", "agreements/example-truce/documents/2026-01-19-weekly-note.txt", "--agreement", "agreements/example-truce", "--jsonl"],
        ];
        var pages = File.ReadAllText(Repository.At("docs", "reference", "json-output.md")) + File.ReadAllText(Repository.At("docs", "reference", "claims-file.md"));
        var known = Regex.Matches(pages, @"`(?<word>[\w-]+)(?:\[\])?`").Select(match => match.Groups["word"].Value).ToHashSet(StringComparer.Ordinal);
        // Where a field is by standpoint or by holder, its name is an id of the agreement.
        var ids = Regex.Matches(scratch.Read("agreements/example-truce/agreement.yaml"), @"\bid: (?<id>[a-z0-9-]+)").Select(match => match.Groups["id"].Value)
            .Concat(["all", "mediators", "verified"]).ToHashSet(StringComparer.Ordinal);

        Problems.None(answers.SelectMany(arguments =>
        {
            var printed = scratch.Run(arguments).Out;
            var fields = Regex.Matches(printed, @"""(?<field>[\w-]+)"":").Select(match => match.Groups["field"].Value).ToHashSet(StringComparer.Ordinal);
            return fields.Except(known).Except(ids).Select(field => $"{arguments[0]}: {field}").Append(printed.Length == 0 ? $"{arguments[0]} printed nothing" : "");
        }).Where(problem => problem.Length > 0));
    }

    /// <summary>Each verb as it is typed, by what the help lists; one that has verbs of its own is only the way to them.</summary>
    private static IEnumerable<string> VerbsBelow(params string[] path)
    {
        var help = Terminal.Run([.. path, "--help"]).Out;
        var list = Regex.Match(help, "^Verbs(?: of it)?\n(?<list>(?:  .*\n)+)", RegexOptions.Multiline).Groups["list"].Value;
        var verbs = Regex.Matches(list, "^  (?<verb>[a-z][a-z-]*)(?:  |$)", RegexOptions.Multiline).Select(match => match.Groups["verb"].Value).ToList();
        return verbs.Count == 0 ? [string.Join(' ', path)] : verbs.SelectMany(verb => VerbsBelow([.. path, verb]));
    }

    private static IEnumerable<string> Unmatched(HashSet<string> inSource, HashSet<string> onPage) =>
    [
        .. inSource.Except(onPage).Order(StringComparer.Ordinal).Select(name => $"{name} has no section"),
        .. onPage.Except(inSource).Order(StringComparer.Ordinal).Select(name => $"{name} has a section and is not there any more"),
    ];

    private static IEnumerable<string> Sections(string page, string level) =>
        File.ReadLines(Repository.At("docs", "reference", page))
            .Where(line => line.StartsWith(level, StringComparison.Ordinal))
            .Select(line => line[level.Length..].Trim('`', ' '));

    /// <summary>The literals that stand where the pattern has an @.</summary>
    private static IEnumerable<string> LiteralsAt(SourceText source, string pattern)
    {
        // The code keeps a pair of quotes for each literal, so the n-th pair is the n-th literal.
        foreach (Match match in Regex.Matches(source.Code, pattern.Replace("@", "(?<literal>\"\")", StringComparison.Ordinal)))
        {
            yield return source.Literals[Regex.Count(source.Code[..match.Groups["literal"].Index], "\"\"")];
        }
    }
}

public sealed class The_comments
{
    [Fact]
    public void Name_no_page_that_a_reader_cannot_open()
    {
        // Each in two halves, or this line would be found.
        var pages = new Regex(@"\b(?:DES" + "IGN|SEMAN" + "TICS|READ" + "ING|TRU" + "ST|FIE" + "LD|STY" + @"LE)\b");
        var files = new[] { "src", "tests" }.SelectMany(folder => Repository.Files(folder, "*.cs"));

        Problems.None(files.Where(path => pages.IsMatch(File.ReadAllText(Repository.At(path)))));
    }
}

public sealed class The_root_of_the_repository
{
    private static readonly string[] Known =
    [
        ".ci", ".editorconfig", ".git", ".gitattributes", ".github", ".gitignore", "BannedSymbols.txt", "CHANGELOG.md", "CONTRIBUTING.md",
        "Directory.Build.props", "Directory.Packages.props", "INFLUENCES.md", "LICENSE", "NOTICE", "README.md", "SECURITY.md",
        "Servanda.slnx", "agreements", "bench", "docs", "servanda", "src", "test", "tests",
        "artifacts", ".vs", ".vscode", ".idea",
    ];

    [Fact]
    public void Holds_only_what_a_visitor_expects() =>
        Problems.None(Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path)).Except(Known, StringComparer.Ordinal));

    [Fact]
    public void Holds_no_work_left_for_later()
    {
        // Spelt in two halves, or this line would be found.
        var marks = new Regex(@"\b(?:TO" + "DO|FIX" + "ME|HA" + @"CK|XX" + @"X)\b");
        string[] texts = [".cs", ".md", ".yaml", ".json", ".props", ".csproj", ".geojson"];
        var files = new[] { "src", "tests", "docs", "agreements" }
            .Where(folder => Directory.Exists(Repository.At(folder)))
            .SelectMany(folder => Repository.Files(folder, "*"))
            .Where(path => texts.Contains(Path.GetExtension(path), StringComparer.Ordinal))
            .Concat(["servanda", "test"]);

        Problems.None(files.Where(path => marks.IsMatch(File.ReadAllText(Repository.At(path)))));
    }
}

/// <summary>Fails with every problem on a line of its own, where a collection would be shown cut short.</summary>
public static class Problems
{
    public static void None(IEnumerable<string> problems)
    {
        var found = problems.ToList();
        if (found.Count > 0)
        {
            Assert.Fail(string.Join('\n', found));
        }
    }
}

/// <summary>The types a file declares.</summary>
public static class TypeNames
{
    public static IEnumerable<(string Name, bool IsNested)> In(SourceText source) =>
        Regex.Matches(source.Code, @"^(?<indent> *)(?:[a-z]+ )*?(?:class|record struct|record class|record|struct|interface|enum) (?<name>\w+)", RegexOptions.Multiline)
            .Select(match => (match.Groups["name"].Value, match.Groups["indent"].Length > 0));
}
