using NodaTime;
using Servanda.Agreements;
using Servanda.Cli.Screens;

namespace Servanda.Cli;

/// <summary>What a run has from outside: where it writes and how wide, its clock, its environment.</summary>
internal sealed class Session
{
    private const int DefaultWidth = 80;
    private const int NarrowestWidth = 24;

    private readonly Func<string, string?> environment;

    public Session(TextWriter output, TextWriter error, Stream rawOutput, IClock clock, Func<string, string?> environment, int? terminalWidth, IKeys keys)
    {
        Keys = keys;
        this.environment = environment;
        RawOutput = rawOutput;
        Clock = clock;
        var isTerminal = terminalWidth is not null;
        Width = Math.Max(NarrowestWidth, terminalWidth ?? (int.TryParse(Variable("COLUMNS"), out var columns) ? columns : DefaultWidth));
        var colour = Variable("NO_COLOR") is null && (isTerminal && Variable("TERM") != "dumb" || Variable("CLICOLOR_FORCE") is not null and not "0");
        Out = new Screen(output, Width, colour);
        Error = new Screen(error, Width, colour: false);
    }

    public Screen Out { get; }
    public Screen Error { get; }

    /// <summary>For answers in JSON, which are bytes.</summary>
    public Stream RawOutput { get; }
    public IClock Clock { get; }

    /// <summary>Who answers where a verb asks.</summary>
    public IKeys Keys { get; }
    public int Width { get; }

    /// <summary>An environment variable that is set to something.</summary>
    public string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

    public static Session OfProcess()
    {
        var now = Environment.GetEnvironmentVariable("SERVANDA_NOW");
        IClock clock = string.IsNullOrEmpty(now) ? SystemClock.Instance
            : Stamp.TryParse(now) is { } stamp ? new FixedClock(stamp.Day is { } day ? (day + LocalTime.Noon).InUtc().ToInstant() : stamp.Instant!.Value.ToInstant())
            : throw StopException.WrongUse($"SERVANDA_NOW is set to `{now}`, which is no time.", "Set it to a date such as 2026-01-19, to a time such as 2026-01-19T12:00:00Z, or to nothing.");
        var raw = Console.OpenStandardOutput();
        return new Session(
            new StreamWriter(raw, new System.Text.UTF8Encoding(false), 1 << 14) { AutoFlush = !Console.IsOutputRedirected },
            new StreamWriter(Console.OpenStandardError(), new System.Text.UTF8Encoding(false)) { AutoFlush = true },
            raw, clock, Environment.GetEnvironmentVariable, Console.IsOutputRedirected ? null : Console.WindowWidth,
            Console.IsInputRedirected ? new WrittenKeys(Console.In) : new Keyboard());
    }

    private sealed class FixedClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }
}
