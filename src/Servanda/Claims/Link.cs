using NodaTime;

namespace Servanda.Claims;

/// <summary>A claim tied to an occurrence, or untied from it again, from the time this was recorded.</summary>
public sealed record Link(string Claim, string Occurrence, bool Linked, Instant Recorded);
