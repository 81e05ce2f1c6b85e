using System.Globalization;

namespace Servanda.Agreements;

/// <summary>What a name in a condition has to name.</summary>
public enum NameFamily { Provision, ProvisionOrAnchor, ProvisionOrPhase, Exchange, Phase, Counter, Zone, Actor, Anchor, Meeting }

/// <summary>A name as a condition or time uses it, and where.</summary>
/// <param name="Use">The function it stands in (<c>done</c>, <c>start</c>); for a phase <c>entered</c>, <c>completed</c> or <c>end</c>; empty for an anchor alone.</param>
public sealed record UsedName(string Name, NameFamily Family, TextPosition Position, string Use = "");

/// <summary>A condition as it was read, or the finding that says why it was not; and every name in it.</summary>
public sealed record ConditionReading(Condition? Condition, Finding? Finding, IReadOnlyList<UsedName> Names);

/// <summary>A time as it was read, or the finding that says why it was not; and every name in it.</summary>
public sealed record TimeReading(TimeExpression? Time, Finding? Finding, IReadOnlyList<UsedName> Names);

/// <summary>
/// Reads the condition language by recursive descent, one method a rule. The first thing wrong ends the
/// reading, because what follows it would be guesswork. <c>done(x)</c> is a time where a comparison or a length follows,
/// and a condition elsewhere.
/// </summary>
public static class ConditionParser
{
    // Deep enough for any text a person wrote, shallow enough that evaluating by recursion is safe.
    private const int DeepestNesting = 100;

    private const string ComparisonSigns = "`<`, `<=`, `=`, `>=` or `>`";

    private static readonly string[] Conditions =
        ["done", "kept", "breached", "in-force", "phase", "count", "rate", "balance", "declared", "verified", "passed", "open"];

    private static readonly string[] Times = ["start", "done", "end", "end-of-day", "end-of-month"];

    /// <param name="locate">Where the character at an offset of the text stands in its file; left out, the text is its own file.</param>
    public static ConditionReading ParseCondition(ReadOnlySpan<char> text, string? file = null, Func<int, TextPosition>? locate = null)
    {
        var parser = new Parser(text, file, locate ?? (offset => new TextPosition(1, offset + 1)));
        var condition = parser.Or();
        parser.End(condition is not null, "`and` or `or`");
        return new ConditionReading(parser.Failure is null ? condition : null, parser.Failure, parser.Names);
    }

    /// <inheritdoc cref="ParseCondition"/>
    public static TimeReading ParseTime(ReadOnlySpan<char> text, string? file = null, Func<int, TextPosition>? locate = null)
    {
        var parser = new Parser(text, file, locate ?? (offset => new TextPosition(1, offset + 1)));
        var time = parser.Time();
        parser.End(time is not null, "`+` or `-` and a length");
        return new TimeReading(parser.Failure is null ? time : null, parser.Failure, parser.Names);
    }

    private ref struct Parser(ReadOnlySpan<char> text, string? file, Func<int, TextPosition> locate)
    {
        private readonly ReadOnlySpan<char> text = text;
        private int at;
        private int depth;
        private string use = "";

        public Finding? Failure { get; private set; }
        public List<UsedName> Names { get; } = [];

        // cond := and {"or" and}
        public Condition? Or()
        {
            if (And() is not { } first)
            {
                return null;
            }
            var parts = new List<Condition> { first };
            while (Take("or"))
            {
                if (And() is not { } next)
                {
                    return null;
                }
                parts.Add(next);
            }
            return parts.Count == 1 ? first : new Condition.Or(parts) { Position = first.Position };
        }

        // and := unit {"and" unit}
        private Condition? And()
        {
            if (Unit() is not { } first)
            {
                return null;
            }
            var parts = new List<Condition> { first };
            while (Take("and"))
            {
                if (Unit() is not { } next)
                {
                    return null;
                }
                parts.Add(next);
            }
            return parts.Count == 1 ? first : new Condition.And(parts) { Position = first.Position };
        }

        // unit := ["not"] prim
        private Condition? Unit()
        {
            var position = Here();
            if (!Take("not"))
            {
                return Primary();
            }
            return Primary() is { } part ? new Condition.Not(part) { Position = position } : null;
        }

        private Condition? Primary()
        {
            var position = Here();
            var token = Peek();
            if (token is "(")
            {
                return Parenthesised();
            }
            if (token is "not")
            {
                return Fail<Condition>("Two `not` in a row.", "leave both out, or write `not (not ...)`");
            }
            if (token is "at" && PeekAfter(token) is "least")
            {
                return AtLeast(position);
            }
            if (IsName(token) && PeekAfter(token) is "(" && !IsTimeOnly(token))
            {
                return Function(position);
            }
            if (IsName(token) && token is not ("and" or "or" or "of") || char.IsAsciiDigit(FirstOf(token)))
            {
                return Time() is { } time ? Compared(time, position) : null;
            }
            return FailExpecting<Condition>("a condition");
        }

        private Condition? Parenthesised()
        {
            if (!Deeper())
            {
                return null;
            }
            Take("(");
            if (Or() is not { } inner || !Expect(")", "`and`, `or` or `)`"))
            {
                return null;
            }
            depth--;
            return inner;
        }

        // "at least" n "of" (cond, ...)
        private Condition? AtLeast(TextPosition position)
        {
            Take("at");
            Take("least");
            SkipSpace();
            var number = at;
            if (Number() is not { } needed)
            {
                return null;
            }
            if (!decimal.IsInteger(needed) || Math.Abs(needed) > 1_000_000)
            {
                at = number;
                return Fail<Condition>($"`at least` takes a whole number of conditions, not {needed}.", null);
            }
            if (!Expect("of", "`of`") || !Deeper() || !Expect("(", "`(`"))
            {
                return null;
            }
            var parts = new List<Condition>();
            do
            {
                if (Or() is not { } part)
                {
                    return null;
                }
                parts.Add(part);
            }
            while (Take(","));
            if (!Expect(")", "`,` or `)`"))
            {
                return null;
            }
            depth--;
            return new Condition.AtLeast((int)needed, parts) { Position = position };
        }

        private Condition? Function(TextPosition position)
        {
            var token = Peek();
            var name = token.ToString();
            if (!Conditions.Contains(name, StringComparer.Ordinal))
            {
                return Fail<Condition>($"There is no condition {Spelling.Quote(name)}.", Spelling.DidYouMeanOneOf(name, [.. Conditions, .. Times]));
            }
            Take(name);
            Take("(");
            use = name;
            return name switch
            {
                "done" => Done(position),
                "kept" => Kept(position),
                "breached" => Ref() is { } r && Close() ? new Condition.Breached(r) { Position = position } : null,
                "in-force" => Ref() is { } r && Close() ? new Condition.InForce(r) { Position = position } : null,
                "verified" => Ref() is { } r && Close() ? new Condition.Verified(r) { Position = position } : null,
                "open" => Ref() is { } r && Close() ? new Condition.Open(r) { Position = position } : null,
                "phase" => Phase(position),
                "count" => Count(position),
                "rate" => Ref() is { } r && Close() && Comparison() is { } c && Number() is { } n ? new Condition.Rate(r, c, n) { Position = position } : null,
                "balance" => Name(NameFamily.Exchange, "an exchange") is { } x && Close() && Comparison() is { } c && Number() is { } n
                    ? new Condition.Balance(x, c, n) { Position = position } : null,
                "declared" => Declared(position),
                _ => Time() is { } time && Close() ? new Condition.Passed(time) { Position = position } : null,
            };
        }

        private Condition? Done(TextPosition position)
        {
            var named = Names.Count;
            if (Ref(NameFamily.ProvisionOrAnchor) is not { } reference || !Close())
            {
                return null;
            }
            if (!IsComparison(Peek()) && Peek() is not ("+" or "-"))
            {
                return new Condition.Done(reference) { Position = position };
            }
            // Read as a time after all, where only what can happen has a date of its own.
            Names[named] = Names[named] with { Family = NameFamily.Provision };
            return Shifted(new TimeExpression.Done(reference) { Position = position }) is { } time ? Compared(time, position) : null;
        }

        private Condition.Kept? Kept(TextPosition position)
        {
            if (Ref() is not { } reference)
            {
                return null;
            }
            if (!Take(","))
            {
                return Expect(")", "`, last` and a length, or `)`") ? new Condition.Kept(reference, null) { Position = position } : null;
            }
            return Expect("last", "`last`") && Length() is { } last && Close() ? new Condition.Kept(reference, last) { Position = position } : null;
        }

        private Condition? Phase(TextPosition position)
        {
            if (Name(NameFamily.Phase, "a phase") is not { } phase || !Expect(",", "`,` and `entered` or `completed`"))
            {
                return null;
            }
            PhaseMoment? moment = Peek() switch
            {
                "entered" => PhaseMoment.Entered,
                "completed" => PhaseMoment.Completed,
                _ => null,
            };
            if (moment is not { } found)
            {
                return FailExpecting<Condition>("`entered` or `completed`", Spelling.DidYouMean(Peek().ToString(), ["entered", "completed"]));
            }
            Names[^1] = Names[^1] with { Use = Spelling.Of(found) };
            Advance();
            return Close() ? new Condition.Phase(phase, found) { Position = position } : null;
        }

        private Condition.Count? Count(TextPosition position)
        {
            if (Name(NameFamily.Counter, "a counter") is not { } counter)
            {
                return null;
            }
            string? zone = null;
            TimeLength? last = null;
            if (Peek() is "," && PeekAfter(",") is "zone")
            {
                Advance();
                Advance();
                zone = Name(NameFamily.Zone, "a zone");
                if (zone is null)
                {
                    return null;
                }
            }
            if (Take(","))
            {
                if (!Expect("last", zone is null ? "`zone` or `last`" : "`last`"))
                {
                    return null;
                }
                last = Length();
                if (last is null)
                {
                    return null;
                }
            }
            return Close() && Comparison() is { } comparison && Number() is { } number
                ? new Condition.Count(counter, zone, last, comparison, number) { Position = position } : null;
        }

        private Condition.Declared? Declared(TextPosition position)
        {
            if (Name(NameFamily.ProvisionOrPhase, "a provision or a phase") is not { } reference || !Expect(",", "`, by` and an actor") || !Expect("by", "`by`"))
            {
                return null;
            }
            return Name(NameFamily.Actor, "an actor") is { } actor && Close() ? new Condition.Declared(reference, actor) { Position = position } : null;
        }

        // time cmp time
        private Condition? Compared(TimeExpression left, TextPosition position)
        {
            if (left is TimeExpression.Anchor anchor && !IsComparison(Peek()) && Failure is null)
            {
                return FailExpecting<Condition>($"{ComparisonSigns} after the time `{anchor.Id}`", $"whether it has come is `done({anchor.Id})`");
            }
            return Comparison() is { } comparison && Time() is { } right ? new Condition.Compare(left, comparison, right) { Position = position } : null;
        }

        // time := stamp | anchor [("+"|"-") dur]
        public TimeExpression? Time() => Moment() is { } moment ? Shifted(moment) : null;

        private TimeExpression? Shifted(TimeExpression moment)
        {
            if (Peek() is not ("+" or "-"))
            {
                return moment;
            }
            var sign = Peek();
            var back = sign is "-";
            if (back && !StandsBetweenSpaces())
            {
                return Fail<TimeExpression>("`-` is minus only between spaces; elsewhere it is part of a name.", "write ` - ` with a space on either side");
            }
            Advance();
            if (Length() is not { } by)
            {
                return null;
            }
            return Peek() is "+" or "-"
                ? Fail<TimeExpression>("A time takes one length.", "add the lengths up, or move one into the other time")
                : new TimeExpression.Shift(moment, back, by) { Position = moment.Position };
        }

        private TimeExpression? Moment()
        {
            var position = Here();
            var token = Peek();
            if (char.IsAsciiDigit(FirstOf(token)))
            {
                return Stamp(position);
            }
            if (!IsName(token) || token is "and" or "or" or "not")
            {
                return FailExpecting<TimeExpression>("a time", token.Length > 0 && char.IsAsciiLetterUpper(token[0]) ? "names are in small letters" : null);
            }
            if (PeekAfter(token) is not "(")
            {
                return Name(NameFamily.Anchor, "an anchor") is { } anchor ? new TimeExpression.Anchor(anchor) { Position = position } : null;
            }
            var name = token.ToString();
            if (!Times.Contains(name, StringComparer.Ordinal))
            {
                return Fail<TimeExpression>($"There is no time {Spelling.Quote(name)}.",
                    Conditions.Contains(name, StringComparer.Ordinal) ? $"`{name}` is a condition; the times are {string.Join(", ", Times)}" : Spelling.DidYouMeanOneOf(name, Times));
            }
            if (!Deeper())
            {
                return null;
            }
            Take(name);
            Take("(");
            use = name;
            TimeExpression? time = name switch
            {
                "start" => Ref() is { } r && Close() ? new TimeExpression.Start(r) { Position = position } : null,
                "done" => Ref() is { } r && Close() ? new TimeExpression.Done(r) { Position = position } : null,
                "end" => Name(NameFamily.Phase, "a phase") is { } p && Close() ? new TimeExpression.End(p) { Position = position } : null,
                "end-of-day" => Time() is { } of && Close() ? new TimeExpression.EndOfDay(of) { Position = position } : null,
                _ => Time() is { } of && Close() ? new TimeExpression.EndOfMonth(of) { Position = position } : null,
            };
            depth--;
            return time;
        }

        private TimeExpression.Fixed? Stamp(TextPosition position)
        {
            var token = Peek().ToString();
            if (Agreements.Stamp.TryParse(token) is not { } stamp)
            {
                return Fail<TimeExpression.Fixed>($"{Spelling.Quote(token)} is no date.", "write a day, 2026-01-10, or an instant with its offset, 2026-01-10T12:00:00+01:00");
            }
            Advance();
            return new TimeExpression.Fixed(stamp) { Position = position };
        }

        // ref := id ["@" actor]
        private ProvisionRef? Ref(NameFamily family = NameFamily.Provision)
        {
            if (Name(family, family is NameFamily.Provision ? "a provision" : "a provision or an anchor") is not { } id)
            {
                return null;
            }
            if (!Take("@"))
            {
                return new ProvisionRef(id);
            }
            return Name(NameFamily.Actor, "an actor") is { } holder ? new ProvisionRef(id, holder) : null;
        }

        private string? Name(NameFamily family, string what)
        {
            var token = Peek();
            if (!IsName(token))
            {
                var written = token.ToString();
                var lower = written.ToLowerInvariant().Replace('_', '-');
                return FailExpecting<string>(what, lower != written && Spelling.IsId(lower) ? $"names are [a-z][a-z0-9-]*; did you mean `{lower}`?" : null);
            }
            var name = token.ToString();
            Names.Add(new UsedName(name, family, Here(), family is NameFamily.Anchor ? "" : use));
            Advance();
            return name;
        }

        private TimeLength? Length()
        {
            var token = Peek().ToString();
            if (TimeLength.TryParse(token) is not { } length)
            {
                FailExpecting<string>("a length", $"a length is a number of at most {TimeLength.Longest} and a unit: 72h, 3d, 5bd, 2w, 6mo, 1y");
                return null;
            }
            Advance();
            return length;
        }

        private Comparison? Comparison()
        {
            var token = Peek();
            Comparison? comparison = token switch
            {
                "<" => Agreements.Comparison.Less,
                "<=" => Agreements.Comparison.AtMost,
                "=" => Agreements.Comparison.Equal,
                ">=" => Agreements.Comparison.AtLeast,
                ">" => Agreements.Comparison.Greater,
                _ => null,
            };
            if (comparison is null)
            {
                FailExpecting<string>(ComparisonSigns, token switch
                {
                    "==" => "did you mean `=`?",
                    "=<" or "≤" => "did you mean `<=`?",
                    "=>" or "≥" => "did you mean `>=`?",
                    "!=" or "<>" => "unequal is `not` before an equal",
                    _ => null,
                });
                return null;
            }
            Advance();
            return comparison;
        }

        private decimal? Number()
        {
            SkipSpace();
            var from = at;
            var negative = Peek() is "-" && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);
            if (negative)
            {
                Advance();
            }
            var token = Peek();
            if (char.IsAsciiDigit(FirstOf(token))
                && decimal.TryParse(token, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000_000_000_000m)
            {
                Advance();
                return negative ? -number : number;
            }
            at = from;
            FailExpecting<string>("a number", null);
            return null;
        }

        private bool Close() => Failure is null && Expect(")", "`)`");

        /// <summary>Everything has to be read, and a text that was left half read has its finding already.</summary>
        public void End(bool read, string expected)
        {
            if (read && Failure is null && Peek().Length > 0)
            {
                var token = Peek().ToString();
                FailExpecting<string>($"{expected}, or the end", token switch
                {
                    "&" or "&&" => "did you mean `and`?",
                    "|" or "||" => "did you mean `or`?",
                    _ => Spelling.DidYouMean(token, ["and", "or"]),
                });
            }
        }

        private bool Deeper()
        {
            if (++depth <= DeepestNesting)
            {
                return true;
            }
            Fail<string>($"It is nested more than {DeepestNesting} deep.", "give parts of it provisions or phases of their own");
            return false;
        }

        private bool Take(string token)
        {
            if (!Peek().SequenceEqual(token))
            {
                return false;
            }
            Advance();
            return true;
        }

        private bool Expect(string token, string expected)
        {
            if (Failure is null && Take(token))
            {
                return true;
            }
            FailExpecting<string>(expected, IsName(token) ? Spelling.DidYouMean(Peek().ToString(), [token]) : token is ")" && Peek().Length == 0 ? "close what `(` began" : null);
            return false;
        }

        private T? FailExpecting<T>(string expected, string? hint = null) where T : class =>
            Fail<T>(Peek() is { Length: > 0 } found ? $"Expected {expected}, found {Spelling.Quote(found.ToString())}." : $"Expected {expected}, found the end.", hint);

        private T? Fail<T>(string message, string? hint) where T : class
        {
            Failure ??= new Finding
            {
                Code = "bad-condition",
                Severity = Severity.Error,
                Message = message,
                Hint = hint,
                File = file,
                Position = Here(),
                Text = Peek().ToString(),
            };
            return null;
        }

        private TextPosition Here()
        {
            SkipSpace();
            return locate(at);
        }

        private bool StandsBetweenSpaces() =>
            at > 0 && char.IsWhiteSpace(text[at - 1]) && at + 1 < text.Length && char.IsWhiteSpace(text[at + 1]);

        private void Advance()
        {
            SkipSpace();
            at += TokenAt(at).Length;
        }

        /// <summary>The token that comes next; empty at the end.</summary>
        private ReadOnlySpan<char> Peek()
        {
            SkipSpace();
            return TokenAt(at);
        }

        private ReadOnlySpan<char> PeekAfter(ReadOnlySpan<char> token)
        {
            SkipSpace();
            var next = at + token.Length;
            while (next < text.Length && char.IsWhiteSpace(text[next]))
            {
                next++;
            }
            return TokenAt(next);
        }

        private void SkipSpace()
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        private readonly ReadOnlySpan<char> TokenAt(int start)
        {
            var rest = text[start..];
            if (rest.IsEmpty)
            {
                return rest;
            }
            var first = rest[0];
            return rest[..(char.IsAsciiDigit(first) ? DigitsLength(rest)
                : IsWordCharacter(first) && first is not '-' ? Run(rest, IsWordCharacter)
                : IsSign(first) ? Run(rest, IsSign)
                : char.IsHighSurrogate(first) && rest.Length > 1 ? 2 : 1)];
        }

        // A day has its hyphens and an instant its colons and sign; everything else that begins with a digit ends before them.
        private static int DigitsLength(ReadOnlySpan<char> rest)
        {
            var length = Run(rest, c => char.IsAsciiLetterOrDigit(c) || c is '.');
            if (length != 4 || rest.Length < 6 || rest[4] is not '-' || !char.IsAsciiDigit(rest[5]))
            {
                return length;
            }
            length += Run(rest[length..], c => char.IsAsciiDigit(c) || c is '-');
            if (length == rest.Length || rest[length] is not 'T')
            {
                return length;
            }
            length += 1 + Run(rest[(length + 1)..], c => char.IsAsciiLetterOrDigit(c) || c is ':' or '.');
            if (length < rest.Length && rest[length] is '+' or '-')
            {
                length += 1 + Run(rest[(length + 1)..], c => char.IsAsciiDigit(c) || c is ':');
            }
            return length;
        }

        private static int Run(ReadOnlySpan<char> text, Func<char, bool> belongs)
        {
            var length = 0;
            while (length < text.Length && belongs(text[length]))
            {
                length++;
            }
            return length;
        }

        private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
        private static bool IsSign(char c) => c is '<' or '>' or '=' or '!' or '&' or '|';
        private static bool IsComparison(ReadOnlySpan<char> token) => token is "<" or "<=" or "=" or ">=" or ">" or "==" or "=<" or "=>" or "!=" or "<>";
        private static bool IsName(ReadOnlySpan<char> token) => Spelling.IsId(token);
        private static bool IsTimeOnly(ReadOnlySpan<char> token) => token is "start" or "end" or "end-of-day" or "end-of-month";
        private static char FirstOf(ReadOnlySpan<char> token) => token.IsEmpty ? '\0' : token[0];
    }
}
