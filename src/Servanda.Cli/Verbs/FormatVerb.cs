using System.CommandLine;
using System.Text;
using Servanda.Agreements;
using Servanda.Cli.Screens;
using Servanda.Files;

namespace Servanda.Cli.Verbs;

internal static class FormatVerb
{
    public static Verb Create(Session session)
    {
        var file = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "The agreement's file or its folder. Default: agreement.yaml here; - reads standard input and writes standard output." };
        var check = new Option<bool>("--check") { Description = "Write nothing; end with 1 where the layout is not the canonical one." };
        var verb = new Verb("format", "An agreement's file in its canonical layout, so that two drafts differ only in what they say.")
        {
            About =
            [
                "Keys come in one order, a provision is a block, short things stand on one line. Comments stay with what they stand beside; no value changes, and what was wrong before still is.",
                "A comment inside a list or mapping that stood on one line gives it lines of its own.",
            ],
            Examples = [new("servanda format agreements/good/no-verifier.yaml --check", "whether a draft is laid out so; without --check it is laid out anew")],
            Does = parse => Format(session, parse.GetValue(file), parse.GetValue(check)),
        };
        verb.Add(file);
        verb.Add(check);
        return verb;
    }

    private static int Format(Session session, string? named, bool onlyCheck)
    {
        var places = new Places(session);
        var file = named == Places.StandardInput ? named : places.AgreementFile(named);
        var name = file == Places.StandardInput ? "standard input" : places.Shown(file);
        var bytes = Places.Read(file);
        var (text, findings) = AgreementText.Format(name, bytes);
        if (text is null)
        {
            FindingScreen.Write(session.Error, findings, name, bytes);
            throw new StopException(ExitCode.Findings, $"{name} cannot be laid out until this is put right.", $"servanda check {name}");
        }
        var formatted = Encoding.UTF8.GetBytes(text);
        var isCanonical = bytes.AsSpan().SequenceEqual(formatted);
        if (onlyCheck)
        {
            session.Out.Line(isCanonical ? $"{name} is in the canonical layout." : $"{name} is not in the canonical layout; servanda format {name} lays it out.");
            return isCanonical ? ExitCode.Done : ExitCode.Findings;
        }
        if (file == Places.StandardInput)
        {
            session.Out.Raw(text);
            return ExitCode.Done;
        }
        if (!isCanonical)
        {
            Replace(file, formatted);
        }
        session.Out.Line(isCanonical ? $"{name} was in the canonical layout already." : $"{name} is in the canonical layout now.");
        return ExitCode.Done;
    }

    // Written beside and moved over, so that a full disk leaves the draft as it was.
    private static void Replace(string file, byte[] bytes)
    {
        var beside = file + ".new";
        File.WriteAllBytes(beside, bytes);
        File.Move(beside, file, overwrite: true);
    }
}
