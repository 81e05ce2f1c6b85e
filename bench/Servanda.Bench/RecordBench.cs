using Servanda.Files;
using Servanda.Tests.Generated;

namespace Servanda.Bench;

/// <summary>A generated record as files, to time the program itself on it.</summary>
internal static class RecordBench
{
    /// <summary>Writes <c>agreement.yaml</c> and <c>claims.jsonl</c> into a folder, which is made where it is not there; the same sizes give the same bytes.</summary>
    public static int Write(int provisions, int claims, string folder)
    {
        var agreement = Generator.Agreement(1, provisions);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "agreement.yaml"), AgreementText.Of(agreement));
        using var file = File.Create(Path.Combine(folder, "claims.jsonl"));
        using var buffered = new BufferedStream(file, 1 << 16);
        ClaimLines.Write(buffered, Generator.Claims(agreement, 1, claims));
        return 0;
    }
}
