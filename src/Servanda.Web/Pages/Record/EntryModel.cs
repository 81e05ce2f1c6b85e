using System.Text;
using Servanda.Ledger;
using Servanda.Stores;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>An entry from its bytes, and the newest checkpoint that covers it.</summary>
public sealed record EntryModel(EntryRecord Entry, StoredCheckpoint? Checkpoint, long Size)
{
    public string Note => Leaf.TryParse(Entry.Leaf.Span, out var leaf, out _) ? leaf.Note : Encoding.UTF8.GetString(Entry.Leaf.Span);

    /// <summary>The claim it is about; null where it is about none.</summary>
    public string? Claim => Entry.Payload switch { Payload.OfClaim c => c.Claim.Id, Payload.Correction c => c.Claim.Id, Payload.Link l => l.Claim, Payload.Unlink l => l.Claim, _ => null };

    public static EntryModel Of(Asked asked, string place)
    {
        var ledger = LedgerOf(asked.Site);
        var found = long.TryParse(place, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seq) && seq < ledger.Size ? ledger.Read(seq).First()
            : throw new NoSuchPageException("The ledger has no entry {0}.", place);
        return new EntryModel(found, ledger.LastCheckpoint() is { } last && last.Checkpoint.Size > seq ? last : null, ledger.Size);
    }

    public static LedgerStore LedgerOf(SiteSettings site) => site.Source.Ledger ?? throw new NoSuchPageException("These are claims of a file: there is no ledger, and no entry.");
}
