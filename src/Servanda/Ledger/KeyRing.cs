using Servanda.Merkle;

namespace Servanda.Ledger;

/// <summary>
/// Whose keys may append, as the ledger's own key entries say, in their order. The first entry registers the key that
/// signs it; that author is the founder. Whoever is registered can register others; a key follows its predecessor; a
/// key is ended by its author or by the founder.
/// </summary>
public sealed class KeyRing
{
    private readonly Dictionary<string, VerifierKey> _keys = new(StringComparer.Ordinal);
    private string? _founder;

    /// <summary>The key the author signs with now; null where there is none, or none any more.</summary>
    public VerifierKey? Of(string author) => _keys.GetValueOrDefault(author);

    /// <summary>Why the author may not append this; null when it may.</summary>
    public Refusal? ProblemWith(string author, Payload payload) => payload switch
    {
        Payload.KeyRegister k when _founder is null && k.Key.Name == author => null,
        _ when Of(author) is null => new Refusal.KeyNotRegistered(author),
        Payload.KeyRegister k when Of(k.Key.Name) is not null => new Refusal.KeyNameTaken(k.Key.Name),
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
            case Payload.KeyRegister k:
                _founder ??= k.Key.Name;
                _keys[k.Key.Name] = k.Key;
                break;
            case Payload.KeyRotate k:
                _keys[k.Key.Name] = k.Key;
                break;
            case Payload.KeyRevoke k:
                _keys.Remove(k.Key.Name);
                break;
        }
    }
}
