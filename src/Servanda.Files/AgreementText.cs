using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>The file of an agreement in its canonical layout, which <see cref="AgreementFile"/> reads back as the same agreement.</summary>
public static class AgreementText
{
    /// <summary>An agreement written out.</summary>
    public static string Of(Agreement agreement, IReadOnlyList<Scenario>? scenarios = null) =>
        YamlLayout.Of(AgreementTree.Of(agreement, scenarios ?? []), YamlComments.None);

    /// <summary>A file laid out again: its comments kept, every value as it was. Null where it is not YAML, and the finding says why.</summary>
    /// <param name="file">The name of the file, for findings.</param>
    public static (string? Text, IReadOnlyList<Finding> Findings) Format(string file, ReadOnlySpan<byte> bytes)
    {
        var findings = new FindingList(file);
        if (AgreementFile.TextOf(bytes, findings) is not { } text || YamlTree.Read(text, findings) is not { } root || findings.HasGaps)
        {
            return (null, findings.InOrder());
        }
        if (root is not YamlMap map)
        {
            findings.Error("wrong-type", "The file is no mapping of keys to values.", root.Start, null, "an agreement begins with `servanda: 1`");
            return (null, findings.InOrder());
        }
        return (YamlLayout.Of(map, YamlComments.Of(text, map)), []);
    }
}
