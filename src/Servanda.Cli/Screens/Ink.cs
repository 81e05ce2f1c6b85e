namespace Servanda.Cli.Screens;

/// <summary>
/// What a piece of text is, which says how it looks on a terminal with colour. Colour never carries a meaning alone: each
/// status has its sign and its word. The hues are neither party's, and no pair of them is red and green.
/// </summary>
internal enum Ink { Plain, Strong, Quiet, ToldSo, ToldNot, Contested, NoAccount }

internal readonly record struct Run(string Text, Ink Ink = Ink.Plain)
{
    public static implicit operator Run(string text) => new(text);
}

internal static class Inks
{
    public static string Start(this Ink ink) => ink switch
    {
        Ink.Plain => "",
        Ink.Strong => "\e[1m",
        Ink.Quiet => "\e[2m",
        Ink.ToldSo => "\e[36m",
        Ink.ToldNot => "\e[35m",
        Ink.Contested => "\e[33m",
        Ink.NoAccount => "\e[2m",
    };

    public const string End = "\e[0m";
}
