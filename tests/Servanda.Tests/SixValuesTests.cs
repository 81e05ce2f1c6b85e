using Xunit;

namespace Servanda.Tests;

public sealed class The_six_values
{
    [Fact]
    public void Name_their_bits_as_the_files_do()
    {
        Assert.Equal(["1111", "0000", "0101", "0011", "0111", "0001"], Told.All.Select(v => v.BitText));
        Assert.Equal("TFBNUA", string.Concat(Told.All));
    }
}
