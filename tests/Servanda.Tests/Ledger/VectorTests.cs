using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Servanda.Merkle;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

internal static class Vectors
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Vectors", name);
    public static string Text(string name) => File.ReadAllText(Path(name));
    public static JsonNode Json(string name) => JsonNode.Parse(Text(name))!;
    public static IEnumerable<string> Texts(this JsonNode? list) => list!.AsArray().Select(item => item!.GetValue<string>());
}

public sealed class Canonical_JSON
{
    [Theory, InlineData("arrays"), InlineData("french"), InlineData("structures"), InlineData("unicode"), InlineData("weird")]
    public void Is_that_of_the_published_vectors(string name)
    {
        Assert.True(Jcs.TryRead(Vectors.Text($"jcs/input/{name}.json"), out var node, out _));
        Assert.Equal(Vectors.Text($"jcs/output/{name}.json").TrimEnd('\n'), Jcs.Write(node));
    }

    [Fact]
    public void Refuses_the_vector_with_fractions()
    {
        Assert.False(Jcs.TryRead(Vectors.Text("jcs/input/values.json"), out _, out var problem));
        Assert.Contains("decimal string", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("1.5")]
    [InlineData("1e400")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[1,]")]
    [InlineData("NaN")]
    public void Refuses_what_two_readers_could_read_differently(string json) => Assert.False(Jcs.TryRead(json, out _, out _));

    [Fact]
    public void Refuses_half_a_character_that_is_no_escape()
    {
        Assert.False(Jcs.TryRead("{\"a\":\"\ud800\"}", out _, out _));
        Assert.Throws<ArgumentException>(() => Jcs.Write(JsonValue.Create("\ud800")));
    }

    [Theory, InlineData("9007199254740991"), InlineData("-9007199254740991"), InlineData("0")]
    public void Keeps_the_largest_integers(string json)
    {
        Assert.True(Jcs.TryRead(json, out var node, out _));
        Assert.Equal(json, Jcs.Write(node));
    }
}

public sealed class Form_C
{
    [Fact]
    public void Agrees_with_the_Unicode_tables_for_every_character()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var point in Enumerable.Range(0, 0x110000).Where(p => p is < 0xD800 or > 0xDFFF))
        {
            var c = char.ConvertFromUtf32(point);
            hash.AppendData(Encoding.UTF8.GetBytes(Nfc.Of($"a{c}\u0327\u0301{c}\u11a8")));
        }
        // From Python's unicodedata 14.0 over the same texts.
        Assert.Equal("a7ef75d71f5ec05a8be8f4a08a364f055e653729bbc069455c16b5834134f949", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("\u1100\u1161\u11a8", "각")]
    [InlineData("\u212b", "Å")]
    [InlineData("plain", "plain")]
    [InlineData("\ud800", "\ud800")]
    public void Composes(string written, string kept) => Assert.Equal(kept, Nfc.Of(written));
}

public sealed class Hashes
{
    [Fact]
    public void Of_leaves_and_nodes_are_those_of_RFC_6962()
    {
        var cases = Vectors.Json("rfc6962-hash.json")["cases"]!.AsArray();
        Assert.Equal(Hex(cases[0]!), MerkleTree.Root([]).ToHex());
        Assert.Equal(Hex(cases[1]!), Digest.OfLeaf([]).ToHex());
        Assert.Equal(Hex(cases[2]!), Digest.OfLeaf("L123456"u8).ToHex());
        static string Hex(JsonNode node) => node["hex"]!.GetValue<string>();
    }

    [Fact]
    public void Of_trees_up_to_eight_leaves_are_the_published_ones()
    {
        var tree = Vectors.Json("ct-8-leaves.json");
        var leaves = tree["leaves_hex"].Texts().Select(hex => Digest.OfLeaf(Convert.FromHexString(hex))).ToList();
        var roots = tree["roots_hex"].Texts().ToList();
        Assert.All(Enumerable.Range(0, roots.Count), size => Assert.Equal(roots[size], MerkleTree.Root(leaves[..size]).ToHex()));
    }

    [Fact]
    public void Have_one_text_each()
    {
        var digest = Digest.Of("x");
        Assert.Equal(digest, Digest.TryParse(digest.ToString()));
        Assert.Null(Digest.TryParse(digest.ToString()[..^1] + (char)(digest.ToString()[^1] + 1)));
        Assert.Null(Digest.TryParse(digest + "="));
        Assert.Null(Digest.TryParse(new string('!', 43)));
        Assert.Null(Digest.TryParse(""));
    }

    [Fact]
    public void Of_disclosures_are_those_of_RFC_9901()
    {
        var vector = Vectors.Json("salted-disclosure.json");
        foreach (var name in new[] { "object_property", "array_element" })
        {
            Assert.Equal(vector[name]!["digest"]!.GetValue<string>(), new Disclosure("", vector[name]!["disclosure"]!.GetValue<string>()).Commitment.ToString());
        }
        Assert.True(Disclosure.TryOpen(vector["object_property"]!["disclosure"]!.GetValue<string>(), out var path, out var value));
        Assert.Equal(("family_name", "Möbius"), (path, value!.GetValue<string>()));
        Assert.False(Disclosure.TryOpen("!", out _, out _));
    }
}

public sealed class A_signed_note
{
    private static readonly JsonNode Published = Vectors.Json("signed-note.json");

    [Fact]
    public void Is_accepted_or_refused_as_in_Go()
    {
        foreach (var vector in Published["open"]!.AsArray())
        {
            var known = vector!["trusted_vkeys"].Texts().Select(Key).ToList();
            var signers = SignedNote.TryParse(vector["note"]!.GetValue<string>(), out var note, out _) ? note.SignedBy(known, Ed25519.Verify) : [];
            Assert.Equal(vector["verified_names"].Texts(), signers.Select(key => key.Name));
        }
    }

    [Fact]
    public void Prints_as_it_was_read()
    {
        foreach (var vector in Published["open"]!.AsArray().Where(v => v!["accept"]!.GetValue<bool>()))
        {
            Assert.True(SignedNote.TryParse(vector!["note"]!.GetValue<string>(), out var note, out _));
            Assert.Equal(vector["note"]!.GetValue<string>(), note.ToString());
        }
    }

    [Fact]
    public void Is_signed_bit_for_bit_as_in_Go()
    {
        var vector = Published["sign"]![0]!;
        Assert.True(SigningKey.TryParse(vector["skey"]!.GetValue<string>(), out var key));
        Assert.Equal(vector["note"]!.GetValue<string>(), key.Sign(vector["text"]!.GetValue<string>()).ToString());
    }

    [Fact]
    public void Is_valid_UTF8()
    {
        Assert.False(SignedNote.TryParse(Convert.FromHexString(Published["invalid_utf8_note_hex"]!.GetValue<string>()), out _, out var problem));
        Assert.Contains("UTF-8", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_text_that_ends_in_a_newline() =>
        Assert.All(Published["sign_must_fail_texts"].Texts(), text => Assert.NotNull(SignedNote.ProblemWithText(text)));

    [Fact]
    public void Names_its_keys_in_full()
    {
        foreach (var text in Published["vkey_valid"].Texts())
        {
            Assert.Equal(text, Key(text).ToString());
            for (var i = 0; i < text.Length; i++)
            {
                for (var length = 1; i + length <= text.Length && length < text.Length; length++)
                {
                    Assert.False(VerifierKey.TryParse(text.Substring(i, length), out _));
                }
                var changed = text.ToCharArray();
                changed[i]++;
                Assert.False(VerifierKey.TryParse(new string(changed), out _), new string(changed));
            }
        }
        Assert.All(Published["vkey_invalid"].Texts().Concat(Published["ecdsa_vkeys_type_0x02"].Texts()), text => Assert.False(VerifierKey.TryParse(text, out _)));
    }

    private static VerifierKey Key(string text)
    {
        Assert.True(VerifierKey.TryParse(text, out var key));
        return key;
    }
}

public sealed class Ed25519_signatures
{
    private static readonly OpenSslEd25519 OpenSsl = OpenSslEd25519.TryLoad()!;
    private static readonly ManagedEd25519 Managed = new();

    [Fact]
    public void Are_judged_by_both_libraries_as_the_vectors_say()
    {
        var judged = 0;
        foreach (var group in Vectors.Json("wycheproof-ed25519.json")["testGroups"]!.AsArray())
        {
            var key = Convert.FromHexString(group!["publicKey"]!["pk"]!.GetValue<string>());
            foreach (var test in group["tests"]!.AsArray())
            {
                var message = Convert.FromHexString(test!["msg"]!.GetValue<string>());
                var signature = Convert.FromHexString(test["sig"]!.GetValue<string>());
                var valid = test["result"]!.GetValue<string>() == "valid";
                Assert.Equal(valid, Ed25519.Verify(OpenSsl, key, message, signature));
                Assert.Equal(valid, Ed25519.Verify(Managed, key, message, signature));
                judged++;
            }
        }
        Assert.Equal(151, judged);
    }

    [Fact]
    public void Are_the_same_bytes_from_both_libraries()
    {
        foreach (var i in Enumerable.Range(0, 100))
        {
            var seed = SHA256.HashData([(byte)i]);
            var message = Enumerable.Repeat((byte)i, i * 7).ToArray();
            var key = OpenSsl.PublicKey(seed);
            Assert.Equal(key, Managed.PublicKey(seed));
            var signature = OpenSsl.Sign(seed, message);
            Assert.Equal(signature, Managed.Sign(seed, message));
            Assert.True(Ed25519.Verify(OpenSsl, key, message, signature) && Ed25519.Verify(Managed, key, message, signature));
            signature[i % 64] ^= 1;
            Assert.False(Ed25519.Verify(OpenSsl, key, message, signature) || Ed25519.Verify(Managed, key, message, signature));
        }
    }

    [Fact]
    public void Are_never_taken_from_a_key_of_low_order_or_of_two_spellings()
    {
        // All 14 encodings of the eight points of low order, and the other non-canonical spellings of y.
        var canonical = new[] { "00", "01" }.Select(y => y.PadRight(64, '0')).Concat([
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"]);
        var secondSpellings = Enumerable.Range(0xed, 19).Select(low => $"{low:x2}{new string('f', 60)}7f");
        foreach (var hex in canonical.Concat(secondSpellings))
        {
            var key = Convert.FromHexString(hex);
            Assert.False(VerifierKey.IsSound(key));
            key[31] |= 0x80;
            Assert.False(VerifierKey.IsSound(key));
        }
        Assert.True(VerifierKey.IsSound(OpenSsl.PublicKey(new byte[32])));
    }
}
