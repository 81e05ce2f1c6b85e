namespace Servanda.Status.Folding;

/// <summary>The bounds that some standpoints give a provision.</summary>
internal readonly record struct WindowClass(ushort Standpoints, Bounds Bounds)
{
    /// <summary>Puts a standpoint with those that give the same bounds.</summary>
    public static void Add(List<WindowClass> classes, int standpoint, Bounds bounds)
    {
        var mask = (ushort)(1 << standpoint);
        for (var c = 0; c < classes.Count; c++)
        {
            if (classes[c].Bounds.Equals(bounds))
            {
                classes[c] = classes[c] with { Standpoints = (ushort)(classes[c].Standpoints | mask) };
                return;
            }
        }
        classes.Add(new WindowClass(mask, bounds));
    }
}
