"""How a journey comes to a message: where each anchor date stands, and who is on the message's track that day. SQL."""

from collections.abc import Mapping

from messages.models import Anchor

# The special track of some parents takes the place of their stage messages.
ON_TRACK = """
journey.track = agenda.track AND NOT EXISTS (
    SELECT 1 FROM subscribers_following AS instead
    WHERE instead.journey_id = journey.id AND instead.since <= agenda.on_day AND instead.replaces_until > agenda.on_day
)"""
CARED_FOR = "journey.track = agenda.track"
FOLLOWED = "journey.id = following.journey_id"
# Where each anchor date stands, the states that the child may be in, and how a journey comes to a message; for tables
# called agenda (on_day, anchor_date, track), child, journey and following.
ANCHORS: Mapping[Anchor, tuple[str, str, str]] = {
    "due_date": ("child.due_date", "'expected'", ON_TRACK),
    "birth_date": ("child.birth_date", "'born'", ON_TRACK),
    "corrected_birth_date": ("child.corrected_birth_date", "'born'", ON_TRACK),
    "care_from": ("journey.care_from", "'lost'", CARED_FOR),
    "followed_from": ("following.since", "'expected', 'born'", FOLLOWED),
}
FOLLOWINGS = "JOIN subscribers_following AS following ON following.track = agenda.track"


def followings(anchor: Anchor) -> str:
    """The table of followings, where an anchor date needs it."""
    return FOLLOWINGS if anchor == "followed_from" else ""


# The journeys that come to any of these dates, each looked up once a date, however many messages that date has.
MET = """
SELECT journey.id, journey.subscriber_id, journey.slot, journey.channel, journey.frequency, journey.plan_from,
       journey.language, journey.fallback, {track} AS track, dated.anchor_date
FROM ({dated}) AS dated
JOIN subscribers_journey AS journey
  ON journey.{by} = dated.{by} AND journey.state = 'active' AND journey.frequency >= {frequency}
 AND journey.channel IN ('{channel}', 'both')
"""
# In the order of ids: whoever comes next then lies beside the last one, in every table and index that is asked about
# them from here on, and in those that are written. That is a third of the planner's time.
DATED = """
SELECT {whose} AS {by}, {column} AS anchor_date, agenda.track
FROM agenda_dates AS agenda
{joined}
WHERE {column} = agenda.anchor_date
ORDER BY 1
"""
CHILD = "JOIN subscribers_child AS child ON child.state IN ({states})"
JOURNEY = "JOIN subscribers_journey AS journey ON journey.child_id = child.id AND {own}"


def met(anchor: Anchor, frequency: int, channel: str) -> str:
    """A SELECT of the journeys with so many messages a week or more, by this channel, that come to these dates.

    These are in agenda_dates, a table of each once (anchor_date); for followings, of each date and track (anchor_date,
    track).
    """
    column, states, _ = ANCHORS[anchor]
    follows, of_child = anchor == "followed_from", column.startswith("child.")
    joined = [followings(anchor), CHILD.format(states=states)]
    if not of_child:
        joined.append(JOURNEY.format(own=FOLLOWED if follows else "TRUE"))
    dated = DATED.format(
        whose="child.id" if of_child else "journey.id",
        by="child_id" if of_child else "id",
        column=column,
        joined="\n".join(joined),
    )
    return MET.format(
        track="dated.track" if follows else "journey.track",
        dated=dated,
        by="child_id" if of_child else "id",
        frequency=frequency,
        channel=channel,
    )


def chosen(anchor: Anchor) -> str:
    """When a row of `met`, called journey, is on the track of a row of the agenda."""
    return CARED_FOR if anchor == "followed_from" else ANCHORS[anchor][2]
