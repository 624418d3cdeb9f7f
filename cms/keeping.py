"""Pages that are the same for everybody: the server, and what stands before it, may keep them for a moment.

Browsers ask each time: whoever looks again sees what the server would tell anybody.
"""

from django.conf import settings
from django.views.decorators.cache import cache_control

# What staff take back or change is gone from these pages after so many seconds.
for_a_while = cache_control(public=True, max_age=0, s_maxage=settings.KEEP_PAGES)
