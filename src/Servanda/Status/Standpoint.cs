using Servanda.Agreements;

namespace Servanda.Status;

/// <summary>Whose claims count, and at what grade: "by whose account".</summary>
public abstract record Standpoint
{
    private Standpoint() { }

    public required string Id { get; init; }
    public required string Name { get; init; }
    public virtual Grade MinimumGrade => Grade.Reported;

    /// <summary>Overrides the provisions' own silence policy; null leaves it.</summary>
    public virtual SilencePolicy? Silence => null;

    /// <summary>A verified-only standpoint never presumes.</summary>
    public bool Presumes => MinimumGrade < Grade.Verified;

    /// <summary>Whether it is one speaker's, with those that are part of it: what that speaker denies of the text is no common ground by it.</summary>
    public virtual bool IsOneVoice => false;

    /// <summary>Whether a speaker (an actor's id, or the words of one who is not in the file) belongs to it.</summary>
    public abstract bool Counts(string speaker, Agreement agreement);

    /// <summary>A party's own claims and those of actors that are part of it.</summary>
    public sealed record OfParty(string Party) : Standpoint
    {
        public override bool IsOneVoice => true;
        public override bool Counts(string speaker, Agreement agreement) => agreement.IsPartOf(speaker, Party);
    }

    /// <summary>Mediators and guarantors, and the collective speaker "mediators".</summary>
    public sealed record OfMediators : Standpoint
    {
        public override bool Counts(string speaker, Agreement agreement) =>
            speaker == MediatorsId || agreement.Actor(speaker)?.Role is ActorRole.Mediator or ActorRole.Guarantor;
    }

    /// <summary>Every admitted claim, an outlet's own voice included.</summary>
    public sealed record OfAll : Standpoint
    {
        public override bool Counts(string speaker, Agreement agreement) => true;
    }

    /// <summary>Grade verified, whoever speaks.</summary>
    public sealed record OfVerified : Standpoint
    {
        public override Grade MinimumGrade => Grade.Verified;
        public override bool Counts(string speaker, Agreement agreement) => true;
    }

    /// <summary>One that the agreement's file declares.</summary>
    public sealed record OfFile(DeclaredStandpoint Declared) : Standpoint
    {
        public override bool IsOneVoice => Declared.Speakers.Count == 1 && Declared.Speakers[0] != MediatorsId;
        public override Grade MinimumGrade => Declared.MinimumGrade;
        public override SilencePolicy? Silence => Declared.Silence;
        public override bool Counts(string speaker, Agreement agreement) =>
            Declared.Speakers.Any(s => agreement.IsPartOf(speaker, s) || (s == MediatorsId && speaker == MediatorsId))
            && !Declared.Excluding.Any(e => agreement.IsPartOf(speaker, e));
    }

    /// <summary>The same speakers held to grade verified: what <c>verified(x)</c> asks.</summary>
    public sealed record HeldToVerified(Standpoint Inner) : Standpoint
    {
        public override bool IsOneVoice => Inner.IsOneVoice;
        public override Grade MinimumGrade => Grade.Verified;
        public override SilencePolicy? Silence => Inner.Silence;
        public override bool Counts(string speaker, Agreement agreement) => Inner.Counts(speaker, agreement);
    }

    public const string MediatorsId = "mediators";
    public const string VerifiedId = "verified";
    public const string AllId = "all";

    /// <summary>Those that exist by themselves (each party, mediators, verified, all), then those the file declares.</summary>
    public static IReadOnlyList<Standpoint> Of(Agreement agreement) =>
    [
        .. agreement.Actors.Where(a => a.Role == ActorRole.Party).Select(a => new OfParty(a.Id) { Id = a.Id, Name = a.Name }),
        new OfMediators { Id = MediatorsId, Name = "Mediators" },
        new OfVerified { Id = VerifiedId, Name = "Verified" },
        new OfAll { Id = AllId, Name = "All accounts" },
        .. agreement.Standpoints.Select(s => new OfFile(s) { Id = s.Id, Name = s.Name }),
    ];
}
