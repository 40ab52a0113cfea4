"""The sheet after a flight: every limit, what was flown, and what decided it."""

from __future__ import annotations

from typing import Any

from kazbek.flight.docking.contact import Contact
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.columns import Occurrence
from kazbek.web.cockpit.session import Session

_ROWS = (
    ("closing speed, m/s", "closing_speed_m_s", "closing_min_m_s", "closing_max_m_s"),
    ("sideways speed, m/s", "lateral_speed_m_s", None, "lateral_max_m_s"),
    ("miss, m", "miss_m", None, "miss_max_m"),
    ("tilt, degrees", "tilt_deg", None, "tilt_max_deg"),
    ("roll, degrees", "roll_deg", None, "roll_max_deg"),
    ("rate, degrees a second", "rate_deg_s", None, "rate_max_deg_s"),
)


def sheet(session: Session) -> dict[str, Any]:
    """Outcome, reason, and a row a limit: words, value, least, most, kept."""
    leg, s = session.leg(), session.near.s
    met = session.over in (Occurrence.HOOKED, Occurrence.BOUNCED, Occurrence.PASSED)
    values, capture, rows = Contact.of(s).values, session.begun.close.ship.capture, []
    for words, name, low, high in _ROWS if met else ():
        least, most = getattr(capture, low).v if low else 0.0, getattr(capture, high).v
        kept = least <= abs(values[name]) <= most
        rows.append({"words": words, "value": round(values[name], 4), "least": least, "most": most, "kept": kept})
    return {
        "outcome": str(leg.outcome),
        "reason": leg.reason or "The hooks are closed.",
        "rows": rows,
        "propellant_kg": round(session.begun.start.propellant_kg - session.near.propellant_kg, 2),
        "minutes": round(session.tick * col.TICK_s / 60.0, 2),
    }
