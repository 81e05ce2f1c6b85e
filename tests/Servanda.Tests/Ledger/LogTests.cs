using System.Text;
using System.Text.Json.Nodes;
using Servanda.Merkle;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

public sealed class A_proof_in_the_tree
{
    private static readonly List<Digest> Leaves = [.. Enumerable.Range(0, 300).Select(i => Digest.OfLeaf(Encoding.UTF8.GetBytes($"leaf {i}")))];

    private static NodeAt Nodes(IReadOnlyList<Digest> leaves) =>
        (height, index) => MerkleTree.Root([.. leaves.Skip((int)index << height).Take(1 << height)]);

    [Fact]
    public void Is_that_of_the_published_vectors()
    {
        var tree = Vectors.Json("ct-8-leaves.json");
        var leaves = tree["leaves_hex"].Texts().Select(hex => Digest.OfLeaf(Convert.FromHexString(hex))).ToList();
        var roots = tree["roots_hex"].Texts().Select(hex => Digest.From(Convert.FromHexString(hex))).ToList();
        foreach (var vector in tree["inclusion"]!.AsArray())
        {
            var (index, size) = (vector!["index"]!.GetValue<int>(), vector["size"]!.GetValue<int>());
            var proof = MerkleTree.Inclusion(index, size, Nodes(leaves));
            Assert.Equal(vector["proof_hex"].Texts(), proof.Select(hash => hash.ToHex()));
            Assert.True(MerkleTree.VerifyInclusion(leaves[index], index, size, roots[size], proof));
        }
        foreach (var vector in tree["consistency"]!.AsArray())
        {
            var (first, second) = (vector!["size1"]!.GetValue<int>(), vector["size2"]!.GetValue<int>());
            var proof = MerkleTree.Consistency(first, second, Nodes(leaves));
            Assert.Equal(vector["proof_hex"].Texts(), proof.Select(hash => hash.ToHex()));
            Assert.True(MerkleTree.VerifyConsistency(first, roots[first], second, roots[second], proof));
        }
    }

    [Fact]
    public void Holds_for_every_leaf_of_every_small_tree_and_for_nothing_else()
    {
        for (var size = 1; size <= 64; size++)
        {
            var root = MerkleTree.Root(Leaves[..size]);
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleTree.Inclusion(index, size, Nodes(Leaves));
                Assert.True(MerkleTree.VerifyInclusion(Leaves[index], index, size, root, proof));
                Assert.False(MerkleTree.VerifyInclusion(Leaves[index + 1], index, size, root, proof));
                Assert.False(MerkleTree.VerifyInclusion(Leaves[index], index, size, root, [.. proof, root]));
                Assert.False(MerkleTree.VerifyInclusion(Leaves[index], size, size, root, proof));
                Assert.All(Enumerable.Range(0, size).Where(other => other != index), other => Assert.False(MerkleTree.VerifyInclusion(Leaves[index], other, size, root, proof)));
                Assert.All(Enumerable.Range(0, proof.Count), left => Assert.False(MerkleTree.VerifyInclusion(Leaves[index], index, size, root, [.. proof.Where((_, i) => i != left)])));
            }
        }
    }

    [Fact]
    public void Of_continuity_holds_for_every_pair_of_small_trees_and_for_no_other_root()
    {
        var roots = Enumerable.Range(0, 65).Select(size => MerkleTree.Root(Leaves[..size])).ToList();
        for (var second = 0; second <= 64; second++)
        {
            for (var first = 0; first <= second; first++)
            {
                var proof = MerkleTree.Consistency(first, second, Nodes(Leaves));
                Assert.True(MerkleTree.VerifyConsistency(first, roots[first], second, roots[second], proof));
                Assert.False(MerkleTree.VerifyConsistency(first, roots[first], second, Leaves[0], proof) && second > 1 && first > 0);
                Assert.False(MerkleTree.VerifyConsistency(first, Leaves[1], second, roots[second], proof));
                Assert.False(MerkleTree.VerifyConsistency(first, roots[first], second, roots[second], [.. proof, Leaves[0]]));
                Assert.All(Enumerable.Range(0, proof.Count), left => Assert.False(MerkleTree.VerifyConsistency(first, roots[first], second, roots[second], [.. proof.Where((_, i) => i != left)])));
            }
        }
    }

    [Fact]
    public void Is_the_same_from_tiles_as_from_leaves()
    {
        var bytes = Leaves.SelectMany(leaf => leaf.ToArray()).ToArray();
        ReadOnlyMemory<byte> At(int level, long index) => level == 0
            ? bytes.AsMemory((int)index * 8192, Math.Min(8192, bytes.Length - ((int)index * 8192)))
            : Tiles.Root(bytes.AsSpan(0, 8192)).ToArray();
        foreach (var index in Enumerable.Range(0, 300))
        {
            Assert.Equal(MerkleTree.Inclusion(index, 300, Nodes(Leaves)), MerkleTree.Inclusion(index, 300, Tiles.Nodes(At)));
        }
        Assert.Equal(MerkleTree.Root(Leaves), MerkleTree.Root(300, Tiles.Nodes(At)));
    }

    [Fact]
    public void Lies_in_tiles_as_their_specification_counts_them()
    {
        // The example of c2sp.org/tlog-tiles: 70,000 leaves.
        var tiles = Tiles.Of(70_000).ToList();
        Assert.Equal((273, 1, 1, 1, 1), (tiles.Count(t => t is (0, _, 256)), tiles.Count(t => t is (0, 273, 112)), tiles.Count(t => t is (1, 0, 256)), tiles.Count(t => t is (1, 1, 17)), tiles.Count(t => t is (2, 0, 1))));
        Assert.Equal(277, tiles.Count);
        Assert.Equal([(0, 0L, 256), (1, 0L, 1)], Tiles.Of(256));
        Assert.Equal("tile/2/x001/x234/067", Tiles.Path(2, 1234067, 256));
        Assert.Equal("tile/entries/000.p/7", Tiles.EntriesPath(0, 7));
    }
}

public sealed class A_checkpoint
{
    private static readonly JsonNode Vector = Vectors.Json("cosignature.json");
    private static readonly VerifierKey LogKey = Key("log_vkey"), WitnessKey = Key("witness_vkey_cosignature");

    private static VerifierKey Key(string name) => VerifierKey.TryParse(Vector[name]!.GetValue<string>(), out var key) ? key : throw new InvalidDataException(name);

    [Fact]
    public void Of_the_published_vectors_reads_and_writes_the_same()
    {
        foreach (var size in new[] { 5, 8 })
        {
            var text = Vector[$"checkpoint_{size}"]!.GetValue<string>();
            Assert.True(Checkpoint.TryParseNote(text, out var checkpoint, out var note, out _));
            Assert.Equal(("monkeys", size), (checkpoint.Origin, checkpoint.Size));
            Assert.Equal(note.Text, checkpoint.ToText());
            Assert.Equal([LogKey], note.SignedBy([LogKey], Ed25519.Verify));
        }
    }

    [Fact]
    public void Is_cosigned_byte_for_byte_as_in_the_published_vectors()
    {
        Assert.True(SigningKey.TryParse(Vector["witness_skey"]!.GetValue<string>(), out var secret));
        var witness = SigningKey.Of("witness", SeedOf(Vector["witness_skey"]!.GetValue<string>()), KeyUse.Cosign);
        Assert.Equal(WitnessKey, witness.Public);
        Assert.NotEqual(secret.Public.Id, witness.Public.Id);
        foreach (var vector in Vector["cosignatures"]!.AsArray())
        {
            var note = Note((int)vector!["checkpoint"]!);
            var line = witness.Cosign(note.Text, (long)vector["time"]!);
            Assert.Equal(vector["line"]!.GetValue<string>(), line.ToString());
            Assert.Equal([WitnessKey], new SignedNote(note.Text, [line]).SignedBy([WitnessKey], Ed25519.Verify));
            Assert.Equal((long)vector["time"]!, Cosignature.Time(line));
            // Neither passes for the other: the same bytes under the other use are another key.
            Assert.Empty(new SignedNote(note.Text, [line]).SignedBy([secret.Public], Ed25519.Verify));
        }
    }

    [Fact]
    public void Continues_another_by_the_published_proof()
    {
        var (five, eight) = (Read(5), Read(8));
        var proof = Vector["consistency_5_8_hex"].Texts().Select(hex => Digest.From(Convert.FromHexString(hex))).ToList();
        Assert.True(MerkleTree.VerifyConsistency(5, five.Root, 8, eight.Root, proof));
        Assert.False(MerkleTree.VerifyConsistency(5, eight.Root, 8, five.Root, proof));
    }

    [Theory]
    [InlineData("Log\n1\n")]
    [InlineData("\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("Log\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("Log\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("Log\n3438945738945739845734895735\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("Log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("Log\n1\nYmFuYW5hcw==\n")]
    [InlineData("Log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n")]
    public void Is_refused_when_two_readers_could_read_it_differently(string text) => Assert.False(Checkpoint.TryParse(text, out _, out _));

    private static SignedNote Note(int size) => SignedNote.TryParse(Vector[$"checkpoint_{size}"]!.GetValue<string>(), out var note, out _) ? note : throw new InvalidDataException();

    private static Checkpoint Read(int size) => Checkpoint.TryParse(Note(size).Text, out var checkpoint, out _) ? checkpoint : throw new InvalidDataException();

    private static byte[] SeedOf(string secret) => Convert.FromBase64String(secret.Split('+', 5)[4])[1..];
}
