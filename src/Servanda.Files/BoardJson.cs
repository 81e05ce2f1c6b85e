using System.Text.Json;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>
/// The board as <c>status --json</c> prints it: names and order are a contract with those who read it, so every field is
/// written each time, null or empty where a kind of provision has no such thing.
/// </summary>
public static class BoardJson
{
    public static void Write(Stream stream, Board board)
    {
        using var json = new Utf8JsonWriter(stream, Json.Options);
        new Writer(json, board).Write();
    }

    private sealed class Writer(Utf8JsonWriter json, Board board)
    {
        private DateTimeZone Zone => board.Agreement.Zone;

        public void Write()
        {
            json.WriteStartObject();
            json.WriteString("agreement", board.Agreement.Id);
            json.WriteString("asOf", Json.Seconds(board.AsOf, Zone));
            json.WriteString("knownAt", board.KnownAt is { } known ? Json.Utc(known) : null);
            json.WriteStrings("standpoints", board.Standpoints.Select(s => s.Id));
            FindingJson.Write(json, "findings", board.Findings);
            json.WriteStartArray("phases");
            foreach (var phase in board.Phases)
            {
                Write(phase);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }

        private void Write(PhaseRow row)
        {
            json.WriteStartObject();
            json.WriteString("id", row.Phase.Id);
            json.WriteString("title", row.Phase.Title);
            json.WriteString("mode", Spelling.Of(row.Phase.Opens?.Mode ?? EntryMode.Automatic));
            Write("opens", row.Opens, withFacts: true);
            Write("completes", row.Completes, withFacts: true);
            Write("entered", row.Entered, withFacts: false);
            json.WriteStartArray("provisions");
            foreach (var provision in row.Provisions)
            {
                Write(provision);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }

        private void Write(string name, IReadOnlyList<(string Standpoint, Node Node)> questions, bool withFacts)
        {
            json.WriteStartObject(name);
            foreach (var (standpoint, node) in questions)
            {
                json.WriteStartObject(standpoint);
                Write(node.Value);
                if (withFacts)
                {
                    var open = OpenFacts.Of(node);
                    json.WriteStrings("contested", open.Contested);
                    json.WriteStrings("unreported", open.Unreported);
                }
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }

        private void Write(Told value)
        {
            json.WriteString("value", value.Letter.ToString());
            json.WriteString("bits", value.BitText);
        }

        private void Write(ProvisionRow row)
        {
            json.WriteStartObject();
            json.WriteString("id", row.Provision.Id);
            json.WriteString("kind", row.Provision.Kind);
            json.WriteString("article", row.Provision.Article);
            json.WriteStrings("by", row.Provision.By);
            json.WriteStartArray("positions");
            foreach (var position in row.Positions)
            {
                PositionJson.Write(json, position);
            }
            json.WriteEndArray();
            json.WriteStartObject("status");
            foreach (var (standpoint, status) in row.Status)
            {
                json.WritePropertyName(standpoint);
                Write(status, row.Provision);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private void Write(ProvisionStatus status, Provision provision)
        {
            json.WriteStartObject();
            Write(status.Value);
            json.WriteString("shown", status.Shown.Code());
            json.WriteBoolean("presumed", status.Presumed);
            json.WriteString("since", status.Since is { } since ? Json.Day(since) : null);
            json.WriteStartObject("due");
            json.WriteString("earliest", status.Due.Earliest is { } earliest ? Json.Seconds(earliest, Zone) : null);
            json.WriteString("latest", status.Due.Latest is { } latest ? Json.Seconds(latest, Zone) : null);
            json.WriteEndObject();
            WriteCount(status.Count, provision);
            WriteBalance(status.Balance);
            json.WriteNumberOrNull("coverage", status.Coverage is { } coverage ? Math.Round(coverage, 6) : null);
            json.WriteStartObject("claims");
            json.WriteNumber("for", status.Claims.For);
            json.WriteNumber("against", status.Claims.Against);
            json.WriteNumber("noted", status.Claims.Noted);
            json.WriteEndObject();
            WriteIncidents(status.Incidents);
            json.WriteStartArray("readings");
            foreach (var reading in status.Readings)
            {
                json.WriteStartObject();
                json.WriteStrings("by", reading.By);
                Write(reading.Value);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("accounts");
            foreach (var account in status.Accounts)
            {
                json.WriteStartObject();
                WriteExtent(account.Extent);
                json.WriteStrings("speakers", account.Speakers);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartObject("holders");
            foreach (var holder in status.Holders)
            {
                json.WriteStartObject(holder.Holder);
                Write(holder.Value);
                json.WriteString("shown", holder.Shown.Code());
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteStartArray("figures");
            foreach (var figure in status.Figures)
            {
                WriteFigure(figure);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }

        private void WriteCount(Extent? count, Provision provision)
        {
            if (count is not { } extent)
            {
                json.WriteNull("count");
                return;
            }
            json.WriteStartObject("count");
            WriteExtent(extent);
            json.WriteNumberOrNull("target", provision is Provision.Quota quota ? quota.Target : null);
            json.WriteEndObject();
        }

        private void WriteExtent(Extent extent)
        {
            json.WriteNumberOrNull("low", extent.Low);
            json.WriteNumberOrNull("high", extent.High);
        }

        private void WriteBalance(Evaluation.Signed? balance)
        {
            if (balance is not { } signed)
            {
                json.WriteNull("balance");
                return;
            }
            json.WriteStartObject("balance");
            json.WriteNumberOrNull("low", signed.Low);
            json.WriteNumberOrNull("high", signed.High);
            json.WriteEndObject();
        }

        private void WriteIncidents(IncidentCounts? incidents)
        {
            if (incidents is null)
            {
                json.WriteNull("incidents");
                return;
            }
            json.WriteStartObject("incidents");
            json.WriteNumber("alleged", incidents.Alleged);
            json.WriteNumber("contested", incidents.Contested);
            json.WriteNumber("unattributed", incidents.Unattributed);
            json.WriteNumber("summary", incidents.Summary);
            json.WriteEndObject();
        }

        // Never added to another speaker's figure: each stands with who said it, when and of what time.
        private void WriteFigure(StandingClaim standing)
        {
            var claim = standing.Claim;
            json.WriteStartObject();
            json.WriteString("counter", (claim as Claim.Count)?.Counter);
            json.WriteString("speaker", standing.Speaker);
            json.WriteStrings("via", claim.Via);
            json.WriteFigure("figure", claim.Figure);
            var happened = claim.Happened ?? new Happened(claim.Said, claim.Said);
            json.WriteStartObject("happened");
            json.WriteString("from", happened.From.ToString());
            json.WriteString("to", happened.To.ToString());
            json.WriteEndObject();
            json.WriteString("said", claim.Said.ToString());
            json.WriteString("claim", claim.Id);
            json.WriteEndObject();
        }
    }
}
