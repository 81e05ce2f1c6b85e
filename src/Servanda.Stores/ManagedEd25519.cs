using Bouncy = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Servanda.Stores;

/// <summary>Ed25519 where there is no OpenSSL. Nothing else of the package is used: see decision 0024.</summary>
internal sealed class ManagedEd25519 : IEd25519
{
    public byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        var key = new byte[Bouncy.PublicKeySize];
        Bouncy.GeneratePublicKey(seed.ToArray(), 0, key, 0);
        return key;
    }

    public byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        var signature = new byte[Bouncy.SignatureSize];
        Bouncy.Sign(seed.ToArray(), 0, message.ToArray(), 0, message.Length, signature, 0);
        return signature;
    }

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Bouncy.Verify(signature.ToArray(), 0, publicKey.ToArray(), 0, message.ToArray(), 0, message.Length);
}
