using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Tests.Generated;

/// <summary>Agreements and claims that a seed decides, of any size, built as long agreements are: for tests of laws and for the benches.</summary>
internal static class Generator
{
    /// <summary>The stipulations of the Colombian accord of 2016, as trackers count them: the size to be at home with.</summary>
    public const int ColombiaSize = 578;

    /// <summary>
    /// A sound agreement: phases that open one after the other, every kind of provision, waits that never close a circle,
    /// deadlines that can be met, somebody to verify each duty and a remedy for what can be broken.
    /// </summary>
    /// <param name="provisions">How many, at least 1.</param>
    /// <param name="wordsEach">About how many words each provision's text has: 25 is usual, 300 gives 600 provisions a megabyte.</param>
    public static Agreement Agreement(int seed, int provisions = ColombiaSize, int wordsEach = 25) => new AgreementGenerator(seed, provisions, wordsEach).Agreement();

    /// <summary>
    /// Claims about the agreement in the order they were said: every kind, by both parties, their authorities, mediators,
    /// the mechanism, outlets and speakers who are not in the file. Ids are <c>g1</c>, <c>g2</c>, ... The stream is made as it is read.
    /// </summary>
    public static IEnumerable<Claim> Claims(Agreement agreement, int seed, int count) => new ClaimGenerator(agreement, seed).Claims(count);
}
