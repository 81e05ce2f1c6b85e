using Servanda.Merkle;

namespace Servanda.Ledger;

/// <summary>
/// Whose keys may append, as the ledger's own key entries say, in their order. The first entry registers the key that
/// signs it; that author is the founder. Whoever is registered can register others; a key follows its predecessor; a
/// key is ended by its author or by the founder. The key that signs the ledger's checkpoints bears the ledger's own name;
/// the founder registers it, and it signs no entry but the one that names its successor. Keys of witnesses are registered
/// like others and append nothing.
/// </summary>
/// <param name="origin">The ledger's name.</param>
public sealed class KeyRing(string origin)
{
    private readonly Dictionary<string, VerifierKey> _keys = new(StringComparer.Ordinal);
    private readonly List<VerifierKey> _witnesses = [];
    private readonly List<VerifierKey> _logKeys = [];
    private string? _founder;

    /// <summary>Every author that may append now, with its key, by name.</summary>
    public IEnumerable<VerifierKey> Authors => _keys.Values.Where(key => key.Name != origin).OrderBy(key => key.Name, StringComparer.Ordinal);

    /// <summary>Those whose cosignatures count.</summary>
    public IReadOnlyList<VerifierKey> Witnesses => _witnesses;

    /// <summary>Every key that signed checkpoints at some time, the newest last.</summary>
    public IReadOnlyList<VerifierKey> LogKeys => _logKeys;

    /// <summary>The key the author signs with now; null where there is none, or none any more.</summary>
    public VerifierKey? Of(string author) => _keys.GetValueOrDefault(author);

    /// <summary>Why the author may not append this; null when it may.</summary>
    public Refusal? ProblemWith(string author, Payload payload) => payload switch
    {
        Payload.KeyRegister k when _founder is null && k.Key.Name == author => null,
        _ when Of(author) is null => new Refusal.KeyNotRegistered(author),
        Payload.KeyRegister { Key.Use: KeyUse.Cosign } k => _witnesses.Exists(w => w.Name == k.Key.Name) ? new Refusal.KeyNameTaken(k.Key.Name) : null,
        Payload.KeyRevoke { Key.Use: KeyUse.Cosign } k => !_witnesses.Contains(k.Key) ? new Refusal.KeyNotRegistered(k.Key.ToString()) : author != _founder ? new Refusal.NotYourKey(k.Key.ToString()) : null,
        Payload.KeyRotate { Key.Use: KeyUse.Cosign } k => new Refusal.NotYourKey(k.Key.ToString()),
        not Payload.KeyRotate when author == origin => new Refusal.KeyNotRegistered(author),
        Payload.KeyRegister k when Of(k.Key.Name) is not null => new Refusal.KeyNameTaken(k.Key.Name),
        Payload.KeyRegister k when k.Key.Name == origin && author != _founder => new Refusal.NotFounder(k.Key.ToString()),
        Payload.KeyRotate k when k.Key.Name != author => new Refusal.NotYourKey(k.Key.ToString()),
        Payload.KeyRevoke k when Of(k.Key.Name) != k.Key => new Refusal.KeyNotRegistered(k.Key.ToString()),
        Payload.KeyRevoke k when author != k.Key.Name && author != _founder => new Refusal.NotYourKey(k.Key.ToString()),
        Payload.Withheld w when EntryKinds.IsOfKey(w.Of) => new Refusal.BadContent("It names no sound key."),
        _ => null,
    };

    /// <summary>Takes note of an entry that is on the record.</summary>
    public void Take(Payload payload)
    {
        switch (payload)
        {
            case Payload.KeyRegister { Key.Use: KeyUse.Cosign } k:
                _witnesses.Add(k.Key);
                break;
            case Payload.KeyRevoke { Key.Use: KeyUse.Cosign } k:
                _witnesses.Remove(k.Key);
                break;
            case Payload.KeyRegister k:
                _founder ??= k.Key.Name;
                Put(k.Key);
                break;
            case Payload.KeyRotate k:
                Put(k.Key);
                break;
            case Payload.KeyRevoke k:
                _keys.Remove(k.Key.Name);
                break;
        }
    }

    private void Put(VerifierKey key)
    {
        _keys[key.Name] = key;
        if (key.Name == origin)
        {
            _logKeys.Add(key);
        }
    }
}
