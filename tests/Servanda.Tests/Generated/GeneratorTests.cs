using System.Text.Json;
using Servanda.Agreements;
using Servanda.Claims;
using Xunit;

namespace Servanda.Tests.Generated;

public sealed class The_generator
{
    private static readonly Agreement Made = Generator.Agreement(1);

    [Fact]
    public void Makes_agreements_of_the_size_asked_for()
    {
        Assert.All([1, 7, 40, Generator.ColombiaSize, 2000], size => Assert.Equal(size, Generator.Agreement(3, size).Provisions.Count()));
        Assert.Equal(["act", "continuing", "exchange", "power", "prohibition", "quota", "rate"], Made.Provisions.Select(p => p.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.True(Made.Phases.Count >= 5);
    }

    [Fact]
    public void Makes_claims_of_every_kind_that_the_reader_of_claims_takes()
    {
        var claims = Generator.Claims(Made, 1, 3000).ToList();

        Assert.Equal(3000, claims.DistinctBy(c => c.Id).Count());
        Assert.Equal(12, claims.Select(c => c.Kind).Distinct().Count());
        Assert.True(claims.Select(c => c.Speaker).Distinct().Count() > 8);
        Assert.All(claims, claim => Assert.Empty(ClaimJson.Read(JsonSerializer.SerializeToElement(ClaimJson.Write(claim))).Findings));
    }

    [Fact]
    public void Makes_the_same_from_the_same_seed_and_other_from_another()
    {
        Assert.Equal(Lines(1), Lines(1));
        Assert.NotEqual(Lines(1), Lines(2));

        static string Lines(int seed) => string.Join('\n', Generator.Claims(Generator.Agreement(seed, 60), seed, 200).Select(c => ClaimJson.Write(c).ToJsonString()));
    }
}
