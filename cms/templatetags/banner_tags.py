"""What the frame of every public page asks of campaigns."""

from django import template
from django.template import Context

from cms.banner import Banner, banner_for

register = template.Library()


@register.simple_tag(takes_context=True)
def campaign_banner(context: Context) -> Banner | None:
    """The line that this page shows above its main part; none for most pages on most days."""
    request = context.get("request")
    return banner_for(request) if request else None
