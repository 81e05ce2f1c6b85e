using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Servanda.Stores;

/// <summary>Ed25519 from the machine's libcrypto, through its EVP interface.</summary>
internal sealed partial class OpenSslEd25519 : IEd25519
{
    private const string Library = "libcrypto";
    private const int Ed25519Type = 1087;

    // Only names with a version: an unversioned libcrypto on macOS ends the process that loads it.
    private static readonly string[] Names = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto-3-x64", "libcrypto-3-arm64", "libcrypto.3.dylib"];

    private OpenSslEd25519() { }

    static OpenSslEd25519() => NativeLibrary.SetDllImportResolver(typeof(OpenSslEd25519).Assembly, Resolve);

    /// <summary>Null where no OpenSSL of a known name is installed, or it has no Ed25519.</summary>
    public static OpenSslEd25519? TryLoad()
    {
        try
        {
            var loaded = new OpenSslEd25519();
            loaded.PublicKey(new byte[Ed25519.SeedLength]);
            return loaded;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or CryptographicException)
        {
            return null;
        }
    }

    public byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        var key = Check(PrivateKeyFrom(Ed25519Type, 0, seed, seed.Length));
        try
        {
            var bytes = new byte[32];
            nint length = bytes.Length;
            Check(RawPublicKey(key, bytes, ref length));
            return bytes;
        }
        finally
        {
            FreeKey(key);
        }
    }

    public byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        var key = Check(PrivateKeyFrom(Ed25519Type, 0, seed, seed.Length));
        var context = NewContext();
        try
        {
            var signature = new byte[Ed25519.SignatureLength];
            nint length = signature.Length;
            Check(SignInit(context, 0, 0, 0, key));
            Check(Sign(context, signature, ref length, message, message.Length));
            return signature;
        }
        finally
        {
            FreeContext(context);
            FreeKey(key);
        }
    }

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        var key = PublicKeyFrom(Ed25519Type, 0, publicKey, publicKey.Length);
        var context = NewContext();
        try
        {
            return key != 0 && VerifyInit(context, 0, 0, 0, key) == 1
                && Verify(context, signature, signature.Length, message, message.Length) == 1;
        }
        finally
        {
            // A refused signature leaves its reason in the thread's error queue, where TLS would find it.
            ClearErrors();
            FreeContext(context);
            FreeKey(key);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name == Library)
        {
            foreach (var candidate in Names)
            {
                if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
                {
                    return handle;
                }
            }
        }
        return 0;
    }

    private static nint Check(nint result)
    {
        if (result <= 0)
        {
            ClearErrors();
            throw new CryptographicException("OpenSSL refused an Ed25519 key or operation.");
        }
        return result;
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    private static partial nint PrivateKeyFrom(int type, nint engine, ReadOnlySpan<byte> key, nint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    private static partial nint PublicKeyFrom(int type, nint engine, ReadOnlySpan<byte> key, nint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    private static partial int RawPublicKey(nint key, Span<byte> into, ref nint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    private static partial int SignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    private static partial int Sign(nint context, Span<byte> signature, ref nint length, ReadOnlySpan<byte> message, nint messageLength);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    private static partial int VerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    private static partial int Verify(nint context, ReadOnlySpan<byte> signature, nint signatureLength, ReadOnlySpan<byte> message, nint messageLength);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    private static partial void ClearErrors();
}
