"""The names of everything that happens on a flight, in the usual order, each with what it means.

Phases stamp them, ``--until`` takes them, stories and pictures hang on them. ``burn_1``, ``burn_2`` … are open-ended,
and so are ``stage_2_ignition``, ``stage_2_cutoff`` … of a launcher whose stages have no names of their own here.
"""

from __future__ import annotations

import difflib
import re

from kazbek.base.errors import DataError

EVENTS: dict[str, str] = {
    "rollout": "the launcher leaves the assembly building",
    "erection": "the launcher stands on the pad",
    "loading_start": "propellant begins to flow into the launcher",
    "crew_boarding": "the crew enters the ship",
    "boarding_hatch_closed": "the crew is in its seats and the hatch behind it is closed",
    "hold": "the count waits",
    "escape_armed": "the escape system is armed",
    "launch_key": "the launch key is turned: the automatic sequence begins",
    "launch_command": "the engines are told to start",
    "liftoff": "contact of lift-off",
    "max_q": "greatest dynamic pressure",
    "strapon_throttle_down": "the strap-ons go to their last thrust step",
    "escape_tower_jettison": "the escape tower leaves",
    "strapon_separation": "the strap-ons leave",
    "fairing_jettison": "the fairing opens",
    "third_stage_ignition": "the third stage ignites",
    "core_cutoff": "the core's engine stops",
    "core_separation": "the core leaves",
    "aft_skirt_jettison": "the third stage sheds its tail section",
    "third_stage_cutoff": "the third stage stops",
    "spacecraft_separation": "the ship flies free",
    "arrays_deployed": "solar arrays and antennas are out",
    "kurs_acquisition": "the approach radio has the station",
    "approach_correction": "ignition of a correction by the approach radio, where burns were off",
    "flyaround": "the ship starts around the station to the axis of its port",
    "stationkeeping": "the ship waits on the axis of its port",
    "final_approach": "the ship moves in",
    "kurs_lost": "the approach radio is lost",
    "approach_breakoff": "the approach is broken off",
    "manual_control": "the commander takes the hand controllers",
    "fault": "something aboard or at the station fails",
    "retreat": "the ship turns back from the station",
    "probe_checked": "the crew has looked at the docking probe and tells the ground",
    "antenna_checked": "the crew has looked at the antennas of the approach radio and tells the ground",
    "go_given": "the ground gives the word to dock",
    "go_unanswered": "the crew asks for the word to dock and hears nothing",
    "docking_contact": "ship and station touch",
    "bounce_off": "the ship is pushed off again",
    "missed_contact": "the ship goes past the port",
    "collision": "ship and station strike each other",
    "linkage": "the latches hold",
    "retraction": "the docking mechanism pulls ship and station together",
    "hooks_closed": "the hooks hold ship and station together",
    "hatch_open": "the hatch opens",
    "reboost": "the station's orbit is changed",
    "relocation": "a ship moves to another port",
    "seats_swapped": "seat liners change ship",
    "hatch_closed": "the hatch is closed before undocking",
    "undocking": "physical separation",
    "separation_burn_1": "first burn away from the station",
    "separation_burn_2": "second burn away from the station",
    "deorbit_burn_start": "ignition of the braking burn",
    "deorbit_burn_end": "end of the braking burn",
    "module_jettison": "a module leaves ahead of the others",
    "module_separation": "the ship comes apart, and the capsule is alone",
    "entry_interface": "the capsule meets the air",
    "plasma_start": "radio is lost in the plasma",
    "peak_load": "greatest load on the crew",
    "plasma_end": "radio returns",
    "parachute_opening": "the parachute cover goes",
    "drogue_opening": "the drogue fills",
    "main_opening": "the main parachute fills",
    "heat_shield_jettison": "the heat shield drops",
    "soft_landing_engines": "the soft-landing engines fire",
    "touchdown": "the capsule is on the ground",
    "scrub": "the launch is put off",
    "abort": "the flight is broken off to save the crew",
    "escape_ignition": "the escape motors light",
    "escape_burnout": "the escape motors burn out",
    "apogee": "the top of an arc that does not reach orbit",
}

_SHOWN = 5  # of the names, nearest first, in a message
_BURN = re.compile(r"(separation_)?burn_([1-9]\d*)")
_STAGE = re.compile(r"stage_([1-9]\d*)_(ignition|cutoff|separation)")
_STAGE_MEANS = {"ignition": "ignites", "cutoff": "stops", "separation": "leaves"}


PLANNED: dict[str, str] = {  # in a record's plans, beside what was flown
    "campaign_step": "a step of the work before the launch begins",
    "crew_wakes": "the crew wakes",
    "day_entry": "somebody aboard begins something",
    "scene": "a scene of the film is shot",
    "crew_sleeps": "the crew goes to sleep",
}


def is_event(name: str) -> bool:
    """Whether `name` may stand on an event."""
    return name in EVENTS or _BURN.fullmatch(name) is not None or _STAGE.fullmatch(name) is not None


def known_event(name: str) -> str:
    """`name` itself when it is an event's; otherwise the error that gives the nearest.

    Raises
    ------
    DataError
        for any other name.
    """
    if is_event(name):
        return name
    close = difflib.get_close_matches(name.lower(), [*EVENTS, "burn_1", "stage_1_cutoff"], n=_SHOWN, cutoff=0.0)
    raise DataError(
        f'unknown event "{name}"',
        allowed=f"{', '.join(close)} and the others of docs/events.md",
        cure=f'did you mean "{close[0]}"?',
    )


def meaning(name: str) -> str:
    """What an event's name means, in words."""
    if name in EVENTS:
        return EVENTS[name]
    if burn := _BURN.fullmatch(name):
        return f"ignition of burn {burn[2]}{' away from the station' if burn[1] else ''}"
    if stage := _STAGE.fullmatch(name):
        return f"stage {stage[1]} {_STAGE_MEANS[stage[2]]}"
    return EVENTS[name]
