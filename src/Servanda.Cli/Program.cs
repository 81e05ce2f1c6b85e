using System.CommandLine;
using System.CommandLine.Help;
using Servanda.Cli.Verbs;
using Servanda.Ledger;

namespace Servanda.Cli;

internal static class Program
{
    public static IReadOnlyList<Example> FirstExamples { get; } =
    [
        new("servanda demo", "a worked example from end to end, in a folder of its own"),
        new("servanda status example-truce --claims example-truce --as-of 2026-01-19", "how a small made-up truce stands, by everybody's account"),
    ];

    public static int Main(string[] args)
    {
        Session? session = null;
        try
        {
            session = Session.OfProcess();
            return Run(args, session);
        }
        catch (StopException stop)
        {
            session?.Out.Flush();
            return Say(session, stop);
        }
        catch (LedgerFaultException fault)
        {
            return session is not null && TwoHistories.Show(session, fault.Refusal) ? ExitCode.Findings
                : Say(session, new StopException(IsFault(fault.Refusal) ? ExitCode.Fault : ExitCode.Refused, fault.Refusal.Message, fault.Refusal.Remedy));
        }
        catch (IOException exception) when (IsClosedPipe(exception))
        {
            // Whoever reads has read enough: `servanda status | head`.
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The machine would not: no such folder, no right, no room. Nobody's fault here.
            session?.Out.Flush();
            return Say(session, StopException.Refused(exception.Message, "Check that the folder is there, and that you may read and write in it."));
        }
#pragma warning disable CA1031 // The last handler there is: a fault is told in one line, with where its details are.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Faults.Tell(fault, args, session);
            return ExitCode.Fault;
        }
    }

    private static int Run(string[] args, Session session)
    {
        var root = Root(session);
        var help = new HelpAction(session);
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = help;
            option.Description = "Say what a verb does, with an example.";
        }
        if (args.Length == 0)
        {
            help.Show(root, root);
            return ExitCode.Done;
        }
        var parse = root.Parse(args);
        if (parse.Action is HelpAction)
        {
            return help.Invoke(parse);
        }
        if (WrongUse.UnknownOption(parse) is { } unknown)
        {
            throw unknown;
        }
        if (parse.Errors.Count > 0)
        {
            throw WrongUse.Of(parse);
        }
        var code = parse.CommandResult.Command is Verb { Does: { } does } ? does(parse)
            : parse.CommandResult.Command is Verb ? help.Invoke(parse)
            : parse.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        session.Out.Flush();
        return code;
    }

    private static RootCommand Root(Session session)
    {
        var root = new RootCommand("Who says what about an agreement, and where that leaves each of its provisions.")
        {
            DemoVerb.Create(session),
            CheckVerb.Create(session),
            SchemaVerb.Create(session),
            FormatVerb.Create(session),
            ReadVerb.Create(session),
            RecordVerb.Create(session),
            RetractVerb.Create(session),
            LinkVerb.Create(session),
            GradeVerb.Create(session),
            RedactVerb.Create(session),
            ImportVerb.Create(session),
            ExportVerb.Create(session),
            StatusVerb.Create(session),
            WhyVerb.Create(session),
            BlockersVerb.Create(session),
            WhatIfVerb.Create(session),
            DivergeVerb.Create(session),
            PositionsVerb.Create(session),
            ServeVerb.Create(session),
            CheckpointVerb.Create(session),
            ProveVerb.Create(session),
            AuditVerb.Create(session),
            WitnessVerb.Create(session),
            KeyVerb.Create(session),
            BackupVerb.Create(session),
            RestoreVerb.Create(session),
        };
        return root;
    }

    /// <summary>What is wrong with the ledger, its keys or its disk, and not with what was asked of it.</summary>
    private static bool IsFault(Refusal refusal) =>
        refusal is Refusal.Damaged or Refusal.VaultKeyMissing or Refusal.WrongVaultKey or Refusal.BadKeyFile or Refusal.Busy or Refusal.NoRoom;

    private static int Say(Session? session, StopException stop)
    {
        var lines = new[] { stop.Message }.Concat(stop.Next);
        if (session is null)
        {
            Console.Error.WriteLine("servanda: " + string.Join("\n  ", lines));
            return stop.ExitCode;
        }
        session.Error.Wrapped(0, 2, "servanda: " + stop.Message);
        foreach (var next in stop.Next)
        {
            // What to type next stands as it is, so that it can be copied.
            session.Error.Write("  ", [next]);
        }
        return stop.ExitCode;
    }

    private const int BrokenPipe = 32;

    private static bool IsClosedPipe(IOException exception) => exception.HResult == BrokenPipe || exception.HResult == unchecked((int)0x8007006D);
}
