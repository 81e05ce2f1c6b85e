using Servanda.Acceptance;
using Servanda.Agreements;
using Servanda.Files;
using Xunit;

namespace Servanda.SharedData;

/// <summary>
/// Public records that are too large for the repository, or that it may not ship, beside the working copy in
/// <c>../shared/data</c>. The tests of this project run where they are.
/// </summary>
internal static class Shared
{
    public static string At(params string[] parts) => Path.Combine([Path.GetDirectoryName(Repository.Root)!, "shared", .. parts]);

    public static Agreement Gaza()
    {
        var file = Repository.At("agreements", "gaza-2025", "agreement.yaml");
        var reading = AgreementFile.Read(file, File.ReadAllBytes(file));
        Assert.Empty(reading.Findings);
        return reading.Agreement!;
    }
}
