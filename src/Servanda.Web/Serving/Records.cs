using System.Collections.Concurrent;
using NodaTime;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Web.Serving;

/// <summary>
/// Records and boards that were asked for lately. Each is made once, whoever asks for it at the same time, and a past one
/// never changes, so that it is kept until others push it out.
/// </summary>
public sealed class Records(Agreement agreement)
{
    private const int MostKept = 16;

    private readonly Lock gate = new();
    private readonly LinkedList<((long Size, Instant? KnownAt) Key, Kept Kept)> kept = [];

    /// <summary>The record as it stood.</summary>
    public Kept At(LedgerState state, Instant? knownAt)
    {
        var key = (state.Size, knownAt);
        lock (gate)
        {
            var node = kept.First;
            while (node is not null && node.Value.Key != key)
            {
                node = node.Next;
            }
            if (node is null)
            {
                node = new LinkedListNode<((long, Instant?), Kept)>((key, new Kept(agreement, state, knownAt)));
            }
            else
            {
                kept.Remove(node);
            }
            kept.AddFirst(node);
            if (kept.Count > MostKept)
            {
                kept.RemoveLast();
            }
            return node.Value.Kept;
        }
    }

    /// <summary>A record, and the answers that were computed on it.</summary>
    public sealed class Kept(Agreement agreement, LedgerState state, Instant? knownAt)
    {
        private const int MostAnswers = 256;

        private readonly Lock asking = new();
        private readonly ConcurrentDictionary<(string Question, Instant AsOf), object> answers = new();
        private Record? record;

        /// <summary>Computes an answer, or gives the one that was computed. One at a time: a record fills in as it is asked.</summary>
        public T Ask<T>(string question, Instant asOf, Func<Record, T> answer) where T : notnull
        {
            if (answers.TryGetValue((question, asOf), out var known))
            {
                return (T)known;
            }
            lock (asking)
            {
                if (answers.TryGetValue((question, asOf), out known))
                {
                    return (T)known;
                }
                record ??= new Record(agreement, state.Claims, state.Links, knownAt);
                var made = answer(record);
                if (answers.Count >= MostAnswers)
                {
                    answers.Clear();
                }
                answers[(question, asOf)] = made;
                return made;
            }
        }
    }
}
