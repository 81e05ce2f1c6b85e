using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>An implementation of RFC 8032 Ed25519: OpenSSL where it is, managed code elsewhere.</summary>
internal interface IEd25519
{
    byte[] PublicKey(ReadOnlySpan<byte> seed);
    byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message);
    bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}

/// <summary>Ed25519 behind one strict verifier: keys that libraries disagree about never reach one.</summary>
public static class Ed25519
{
    public const int SeedLength = 32;
    public const int SignatureLength = 64;

    private static readonly IEd25519 Chosen = OpenSslEd25519.TryLoad() ?? (IEd25519)new ManagedEd25519();

    public static byte[] PublicKey(ReadOnlySpan<byte> seed) => Chosen.PublicKey(seed);

    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message) => Chosen.Sign(seed, message);

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Verify(Chosen, publicKey, message, signature);

    internal static bool Verify(IEd25519 with, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureLength && VerifierKey.IsSound(publicKey) && with.Verify(publicKey, message, signature);
}
