using System.Buffers.Binary;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

/// <summary>A clock the test sets.</summary>
internal sealed class TestClock(Instant now) : IClock
{
    public Instant Now { get; set; } = now;

    public Instant GetCurrentInstant() => Now;
}

/// <summary>A folder with a ledger in it, whose keys, ids, salts and times are the same on every run.</summary>
internal sealed class LedgerFolder : IDisposable
{
    public static readonly Instant Start = Instant.FromUtc(2026, 1, 16, 10, 0);
    private int _salts, _ids;

    /// <param name="place">The address of a database; left out, the ledger is a file in the folder.</param>
    public LedgerFolder(string? place = null)
    {
        Place = place ?? System.IO.Path.Combine(Folder, "servanda.db");
        Settings = new LedgerSettings
        {
            Clock = Clock,
            Home = new ServandaHome(System.IO.Path.Combine(Folder, "home")),
            Author = Key("north.example/office", 1),
            Salt = NextSalt,
            NewId = _ => Id(0x1000 + ++_ids),
        };
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("servanda-ledger-").FullName;

    /// <summary>Where the ledger is: its file, or the address of its database.</summary>
    public string Place { get; }

    public string Path => System.IO.Path.Combine(Folder, "servanda.db");
    public TestClock Clock { get; } = new(Start);
    public LedgerSettings Settings { get; set; }

    public static SigningKey Key(string name, byte seed) => SigningKey.Of(name, Enumerable.Range(seed, Ed25519.SeedLength).Select(i => (byte)i).ToArray());

    public static Guid Id(int number) => Guid.Parse($"019bc5a1-0000-7000-8000-{number:x12}");

    public LedgerStore Open() => LedgerStore.OpenOrCreate(Place, "example-truce", Settings).OrThrow();

    public LedgerStore OpenAs(SigningKey author) => LedgerStore.OpenOrCreate(Place, "example-truce", Settings with { Author = author }).OrThrow();

    public Refusal Refused() => Assert.IsType<Opening.Refused>(LedgerStore.Open(Path, Settings)).Refusal;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private byte[] NextSalt()
    {
        var salt = new byte[Disclosure.SaltLength];
        BinaryPrimitives.WriteInt32BigEndian(salt.AsSpan(12), ++_salts);
        return salt;
    }
}

internal static class SecretMode
{
    /// <summary>Gives a file the mode a key file must have, or another; does nothing where there are no modes.</summary>
    public static void Set(string path, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}

internal static class Some
{
    public static readonly Stamp January16 = Stamp.On(new LocalDate(2026, 1, 16));

    public static Claim.Assert Claim(string id, string speaker = "north") => new() { Id = id, Speaker = speaker, Provision = "halt-fire", Said = January16 };

    public static Claim Sealed(string id) => Claim(id) with
    {
        Via = ["wire"],
        Place = new Place("The bridge", 46.5m, 7m, null),
        Note = "seen by A. Witness",
        Source = new Source("sha256:00", 0, 4, "fire"),
    };

    public static long Seq(this Outcome outcome) => outcome switch
    {
        Outcome.Recorded r => r.Seq,
        Outcome.Corrected c => c.Seq,
        Outcome.Known k => k.Seq,
        _ => throw new InvalidOperationException(outcome.ToString()),
    };

    public static T Refusal<T>(this Outcome outcome) where T : Refusal => Assert.IsType<T>(Assert.IsType<Outcome.Refused>(outcome).Refusal);

    public static Audit.Holds Holds(this Audit audit) => audit is Audit.Broken broken ? throw new InvalidOperationException(broken.Refusal.Message) : (Audit.Holds)audit;
}
