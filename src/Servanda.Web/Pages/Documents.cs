namespace Servanda.Web.Pages;

/// <summary>Documents by their names, which are hashes.</summary>
public static class Documents
{
    private const int HashShown = 12;

    /// <summary>Enough of a document's name to tell it from others; other names stand whole.</summary>
    public static string Short(string document)
    {
        var colon = document.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || document.Length <= colon + 1 + HashShown ? document : document[..(colon + 1 + HashShown)] + "…";
    }
}
