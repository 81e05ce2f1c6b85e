using Microsoft.Data.Sqlite;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>What an audit found.</summary>
public abstract record Audit
{
    private Audit() { }

    /// <summary>Every entry holds.</summary>
    /// <param name="Withheld">Commitments whose disclosure is not stored.</param>
    /// <param name="DisclosuresOpened">False when the vault key was not there: what is sealed was not looked into.</param>
    public sealed record Holds(long Entries, long Documents, long Withheld, bool DisclosuresOpened) : Audit;

    /// <param name="Seq">The first entry that does not hold; null when it is the file as a whole.</param>
    public sealed record Broken(long? Seq, Refusal Refusal) : Audit;
}

/// <summary>The audit of a ledger file: its leaves as <see cref="Auditor"/> does, and each column against the leaf it repeats.</summary>
internal sealed class SqliteAudit
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly Auditor _auditor;
    private readonly Vault? _vault;
    private readonly Dictionary<long, string> _names = [];

    // The author column of rows whose batch is not signed yet, from the first of them on.
    private readonly Dictionary<long, string> _unconfirmed = [];
    private long _withheld, _claims, _claimsFound;

    private SqliteAudit(SqliteConnection connection, string path, string origin)
    {
        (_connection, _path, _auditor) = (connection, path, new Auditor(origin, Ed25519.Verify));
        try
        {
            _vault = EntryReader.FindVault(connection, path);
        }
        catch (LedgerFaultException fault) when (fault.Refusal is Refusal.VaultKeyMissing)
        {
            _vault = null;
        }
    }

    public static Audit Of(SqliteConnection connection, string path, string origin)
    {
        using var snapshot = connection.BeginTransaction(deferred: true);
        return new SqliteAudit(connection, path, origin).Run();
    }

    private Audit Run()
    {
        if (FileProblem() is { } file)
        {
            return Broken(null, file);
        }
        ReadNames();
        using (var rows = _connection.Command("select seq, event_id, author, author_seq, kind, leaf_hash, leaf, recorded_at from entry where ledger_id = 1 order by seq").ExecuteReader())
        {
            while (rows.Read())
            {
                var seq = _auditor.Count;
                try
                {
                    if (EntryProblem(rows, seq) is { } problem)
                    {
                        return Broken(seq, problem);
                    }
                }
                catch (LedgerFaultException fault)
                {
                    return new Audit.Broken(seq, fault.Refusal);
                }
            }
        }
        if (_auditor.FirstUnsigned is { } unsigned)
        {
            return Broken(unsigned, "no signature covers it");
        }
        if (RestProblem() is { } rest)
        {
            return Broken(rest.Seq, rest.What);
        }
        return new Audit.Holds(_auditor.Count, _connection.Number("select count(*) from document"), _withheld, _vault is not null || _connection.Number("select count(*) from disclosure") == 0);
    }

    /// <summary>SQLite's own check first: where a page or an index is torn, queries may pass over entries in silence.</summary>
    private string? FileProblem()
    {
        using var check = _connection.Command("pragma integrity_check(1)");
        return check.ExecuteScalar() is string and not "ok" and var problem ? problem.ReplaceLineEndings(" ") : null;
    }

    private void ReadNames()
    {
        using var rows = _connection.Command("select author, name from author where ledger_id = 1").ExecuteReader();
        while (rows.Read())
        {
            _names.Add(rows.GetInt64(0), rows.GetString(1));
        }
    }

    private string? EntryProblem(SqliteDataReader row, long seq)
    {
        if (row.GetInt64(0) != seq)
        {
            return "it is missing";
        }
        if (row.IsDBNull(6))
        {
            return "its bytes are missing";
        }
        var bytes = (byte[])row[6];
        if (!Digest.OfLeaf(bytes).ToArray().AsSpan().SequenceEqual((byte[])row[5]))
        {
            return "its bytes are not those that were hashed";
        }
        _unconfirmed[seq] = _names.GetValueOrDefault(row.GetInt64(2), "");
        string? wrongAuthor = null;
        if (_auditor.Take(bytes, (of, author) => wrongAuthor ??= _unconfirmed.Remove(of, out var noted) && noted == author ? null : $"the author noted for entry {of} is not {author}") is { } problem)
        {
            return problem;
        }
        if (wrongAuthor is not null)
        {
            return wrongAuthor;
        }
        var (leaf, entry) = _auditor.Last!.Value;
        if (!entry.Id.ToByteArray(bigEndian: true).AsSpan().SequenceEqual((byte[])row[1]) || entry.AuthorSeq != row.GetInt64(3)
            || entry.Kind != row.GetString(4) || leaf.Recorded.ToUnixTimeMilliseconds() != row.GetInt64(7))
        {
            return "the columns beside its bytes are not what the bytes say";
        }
        return _vault is null ? null : DisclosureProblem(seq, entry);
    }

    private string? DisclosureProblem(long seq, Entry entry)
    {
        var disclosures = EntryReader.Disclosures(_connection, _path, _vault!, seq, entry);
        _withheld += entry.Sealed.Count - disclosures.Count;
        if (!EntryKinds.IsClaim(entry.Kind) && entry.Kind != EntryKinds.Correction)
        {
            return null;
        }
        _claims += entry.Kind == EntryKinds.Correction ? 0 : 1;
        var claim = EntryFields.Read(entry.Kind, Commitments.Join(entry.Clear, disclosures)) switch
        {
            Payload.OfClaim c => c.Claim.Id,
            Payload.Correction c => c.Claim.Id,
            _ => null,
        };
        if (claim is null)
        {
            return null;
        }
        var noted = _connection.NumberOrNone("select seq from claim where ledger_id = 1 and claim = $claim", ("$claim", _vault!.ClaimKey(claim)));
        _claimsFound += noted == seq ? 1 : 0;
        return noted is { } latest && latest >= seq ? null : "the index of claims does not lead to it";
    }

    private (long? Seq, string What)? RestProblem()
    {
        if (_connection.Number("select size from head") is var size && size != _auditor.Count)
        {
            return (Math.Min(size, _auditor.Count), $"the ledger has {_auditor.Count} entries, and its head says {size}");
        }
        if (_connection.Number("select coalesce(max(recorded_at), 0) from entry") != _connection.Number("select last_t from head"))
        {
            return (null, "its head does not hold the time of its last entry");
        }
        if (_vault is not null && _connection.Number("select count(*) from claim") is var indexed && (indexed != _claims || indexed != _claimsFound))
        {
            return (null, "the index of claims leads to entries that do not hold them");
        }
        using var rows = _connection.Command("select d.hash, d.seq, d.content, e.kind from document d left join entry e using (ledger_id, seq) order by d.seq").ExecuteReader();
        while (rows.Read())
        {
            if (!Digest.Of((byte[])rows[2]).ToArray().AsSpan().SequenceEqual((byte[])rows[0]) || rows.IsDBNull(3) || rows.GetString(3) != EntryKinds.Document)
            {
                return (rows.GetInt64(1), $"the document sha256:{Convert.ToHexStringLower((byte[])rows[0])} is not what was filed");
            }
        }
        return null;
    }

    private Audit.Broken Broken(long? seq, string what) => new(seq, new Refusal.Damaged(_path, seq, what));
}
