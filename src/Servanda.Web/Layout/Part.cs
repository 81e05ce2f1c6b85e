using Microsoft.AspNetCore.Components;
using Servanda.Agreements;
using Servanda.Status;
using Servanda.Web.Serving;
using Servanda.Web.Words;

namespace Servanda.Web.Layout;

/// <summary>A part of a page: it knows what is asked of the page, and has the words for it.</summary>
public abstract class Part : ComponentBase
{
    [CascadingParameter] public Asked Asked { get; set; } = null!;

    protected Wording W => Asked.W;
    protected Agreement Agreement => Asked.Agreement;

    protected string LinkOf(Provision provision, string? holder = null) => Asked.Link($"/provisions/{provision.Id}", ("holder", holder));

    protected string LinkOf(StandingClaim claim) => Asked.Link($"/claims/{Uri.EscapeDataString(claim.Claim.Id)}");
}
