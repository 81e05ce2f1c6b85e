namespace Servanda.Status;

/// <summary>A question about something, by whom and as of when it is asked (<see cref="By"/>); a condition stands for itself.</summary>
internal readonly record struct Question(object By, string Kind, object? About = null, string? Holder = null);

/// <summary>
/// The questions being asked. One that comes back to itself has no account to answer from, and is answered so; whatever
/// rested on that is kept no longer than the circle is being asked about. So an answer never depends on which question
/// was asked first.
/// </summary>
internal sealed class Asking
{
    private readonly Dictionary<Question, int> running = [];
    private readonly Dictionary<Question, (object? Answer, int RestsOn)> meanwhile = [];

    // The outermost running question that came back to itself since the current one began.
    private int circle = int.MaxValue;

    /// <param name="question">What is asked.</param>
    /// <param name="answer">How it is answered.</param>
    /// <param name="circular">The answer where the question is being asked already.</param>
    /// <param name="keep">Called with an answer that rests on no circle.</param>
    public T Of<T>(Question question, Func<T> answer, T circular, Action<T> keep)
    {
        if (running.TryGetValue(question, out var depth))
        {
            circle = Math.Min(circle, depth);
            return circular;
        }
        if (meanwhile.TryGetValue(question, out var known))
        {
            circle = Math.Min(circle, known.RestsOn);
            return (T)known.Answer!;
        }
        depth = running.Count;
        running.Add(question, depth);
        var outside = circle;
        circle = int.MaxValue;
        try
        {
            var answered = answer();
            if (circle == int.MaxValue)
            {
                keep(answered);
            }
            else if (circle < depth)
            {
                meanwhile[question] = (answered, circle);
            }
            return answered;
        }
        finally
        {
            running.Remove(question);
            if (circle <= depth)
            {
                foreach (var (ended, _) in meanwhile.Where(m => m.Value.RestsOn >= depth).ToList())
                {
                    meanwhile.Remove(ended);
                }
            }
            circle = Math.Min(outside, circle < depth ? circle : int.MaxValue);
        }
    }

    /// <summary>An answer that is no question of its own: kept where it rests on no circle.</summary>
    /// <param name="answer">How it is found.</param>
    /// <param name="keep">Called with an answer that rests on no circle.</param>
    public T Found<T>(Func<T> answer, Action<T> keep)
    {
        var outside = circle;
        circle = int.MaxValue;
        var found = answer();
        if (circle == int.MaxValue)
        {
            keep(found);
        }
        circle = Math.Min(outside, circle);
        return found;
    }
}
