using System.Text;
using Servanda.Agreements;
using Servanda.Files;
using Xunit;

namespace Servanda.Tests.Checking;

/// <summary>
/// agreements/bad has one small file for each thing that a draft can have wrong, named for the code of its finding, with the
/// findings it gets beside it; agreements/good has the same draft mended.
/// </summary>
public sealed class The_small_agreements
{
    private static string Folder(string kind) => Path.Combine(Files.Agreements.Folder, kind);

    public static TheoryData<string> Names(string kind) => [.. Directory.EnumerateFiles(Folder(kind), "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Bad() => Names("bad");

    public static TheoryData<string> Good() => Names("good");

    [Theory]
    [MemberData(nameof(Bad))]
    public void Get_the_finding_they_are_named_for(string name)
    {
        var (findings, text) = Check("bad", name);

        Assert.Contains(findings, f => name == f.Code || name.StartsWith(f.Code + "-", StringComparison.Ordinal));
        Assert.All(findings, f => Assert.True(f.Position.Line > 0, f.ToString()));
        Assert.All(findings, f => Assert.False(string.IsNullOrEmpty(f.Hint), f.ToString()));
        Approved.Text("../../../../agreements/bad/" + name + ".txt", text);
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void Are_without_a_finding_once_mended(string name)
    {
        var (findings, text) = Check("good", name);

        Assert.True(findings.Count == 0, text);
    }

    [Fact]
    public void Are_each_there_in_both_forms() => Assert.Equal(Names("bad").Select(row => row.Data), Names("good").Select(row => row.Data));

    [Fact]
    public void Cover_every_finding_about_a_draft()
    {
        var page = File.ReadAllText(Path.Combine(Approved.Root, "docs", "reference", "findings.md"));
        var draft = page[page.IndexOf("## About the draft", StringComparison.Ordinal)..page.IndexOf("## About the claims", StringComparison.Ordinal)];
        var codes = draft.Split('\n').Where(l => l.StartsWith("### ", StringComparison.Ordinal)).Select(l => l[4..].Trim('`', ' '));

        Assert.All(codes, code => Assert.Contains(Names("bad").Select(row => row.Data), name => name == code));
    }

    private static (IReadOnlyList<Finding> Findings, string Text) Check(string kind, string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder(kind), name + ".yaml"));
        var findings = AgreementCheck.Of(AgreementFile.Read(name + ".yaml", bytes), name + ".yaml", beside => Path.Combine(Folder(kind), beside) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null);
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        return (findings, string.Concat(findings.Select(f => FindingText.Render(f, f.Position.Line >= 1 ? lines[f.Position.Line - 1] : null))));
    }
}
