"""How a crew gets off a launcher that fails: modes along the ascent, motors, who notices a fault, what a crew bears."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from kazbek.base.constants import G0_m_s2
from kazbek.base.data import DataFile, Datum, Frozen
from kazbek.base.errors import nearest
from kazbek.base.events import EVENTS, is_event

Way = Literal["launcher", "ship", "ground"]


class EscapeMotor(Frozen):
    """One motor, or `count` equal ones lit together; figures are for one.

    Attributes
    ----------
    family : which publication the figures follow, where several do not agree; modes fly the file's `family`
    thrust_N, end_thrust_N : along the body, cant taken off, at ignition and at burnout; linear between
    lit_s : after the command
    """

    name: str
    family: str = ""
    count: int = Field(default=1, ge=1)
    thrust_N: Datum
    end_thrust_N: Datum
    burn_s: Datum
    isp_s: Datum
    lit_s: Datum

    @model_validator(mode="after")
    def _burns(self) -> EscapeMotor:
        for key, value in (("burn_s", self.burn_s.v), ("isp_s", self.isp_s.v)):
            if value <= 0.0:
                raise ValueError(f"motor {self.name}: {key} = {value:g}, allowed: more than 0")
        return self

    @property
    def impulse_N_s(self) -> float:
        """Of all of them together."""
        return self.count * 0.5 * (self.thrust_N.v + self.end_thrust_N.v) * self.burn_s.v

    @property
    def propellant_kg(self) -> float:
        """Of all of them together."""
        return self.impulse_N_s / (self.isp_s.v * G0_m_s2)


class DragRow(Frozen):
    """Drag coefficient times area of what leaves the launcher, at one Mach number."""

    mach: float
    cd_area_m2: Datum


class EscapeMode(Frozen):
    """One way off the launcher, from where the mode before it ends until an event of the launcher's sequence.

    Attributes
    ----------
    until : the event that ends it, by the launcher's own name
    motors : names of the motors that pull
    head_kg : what leaves the launcher, motors with their propellant included; the whole ship without
    push_m_s : by which springs part the ship from the launcher along the long axis, where no motor pulls
    tilt_deg, tilt_s : how far a control motor tips the body forward, and by when
    aligned_s : after the command, from when the body lies in the airstream (fins)
    release_s : after the command, when the capsule is let go; at the top of the arc where that comes earlier
    steered : whether the capsule rolls its lift upwards in its descent, or spins
    """

    name: str
    until: str
    motors: tuple[str, ...] = ()
    head_kg: Datum | None = None
    drag: tuple[DragRow, ...] = Field(min_length=1)
    push_m_s: Datum | None = None
    tilt_deg: Datum
    tilt_s: Datum
    aligned_s: Datum
    release_s: Datum
    steered: bool = False

    @model_validator(mode="after")
    def _whole(self) -> EscapeMode:
        if not is_event(self.until):
            raise ValueError(
                f'mode {self.name}: "{self.until}" is no event, did you mean "{nearest(self.until, EVENTS)}"?'
            )
        if bool(self.motors) == (self.push_m_s is not None):
            raise ValueError(f"mode {self.name}: give motors that pull, or push_m_s of springs")
        mach = [row.mach for row in self.drag]
        if mach != sorted(set(mach)):
            raise ValueError(f"mode {self.name}: rows of drag must rise in mach")
        return self


class Detection(Frozen):
    """Who notices a fault, and how long the command takes: an instrument at once, people one after the other.

    Attributes
    ----------
    notice_s : from the fault until it is seen
    word_s : until the code word has been said and understood; 0 for an instrument
    act_s : until a button is pressed; the slowest of `people` counts
    """

    by: Way
    notice_s: Datum
    word_s: Datum
    act_s: Datum
    people: int = Field(default=0, ge=0)


class LauncherFault(Frozen):
    """A failure that ends an ascent.

    Attributes
    ----------
    stops : stages whose engines stop; those of the failure itself (`which`) without
    keeps : events of the launcher's sequence that do not come about: what they were to drop stays on
    seen_by : who notices it
    notice_s : in place of the figure of who notices it
    on_pad : it happens before lift-off
    """

    system: str
    title: str
    stops: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    seen_by: Way
    notice_s: Datum | None = None
    on_pad: bool = False


class LowParachutes(Frozen):
    """Canopies after a release below a height: the main at once, no drogue."""

    height_m: Datum
    main_opens_s: Datum


class OrbitReserve(Frozen):
    """What the ship's own engine may do after the launcher has stopped short of orbit.

    Attributes
    ----------
    lit_s : from the stop of the launcher until the engine pushes
    height_m : lowest point of the orbit that is wanted
    margin_m_s : kept beside what the way home takes
    lasting_m_s : spent less than that, the flight may go on in orbit; spent more, it comes home after one revolution
    """

    lit_s: Datum
    height_m: Datum
    margin_m_s: Datum
    lasting_m_s: Datum


class CrewLimits(Frozen):
    """Classes of what a crew bears, chest to back: estimates drawn about flown cases, no medical standard.

    Attributes
    ----------
    safe_m_s2, unlikely_m_s2, likely_m_s2 : up to which load nobody is hurt, an injury is unlikely, or likely
    response_ratio : greatest dynamic response counted as survivable
    counted_m_s2 : load above which seconds are counted
    relief_m : heights about a place that differ by more are a slope to roll down
    afloat_h : at sea, until rescuers must have come
    """

    safe_m_s2: Datum
    unlikely_m_s2: Datum
    likely_m_s2: Datum
    response_ratio: Datum
    counted_m_s2: Datum
    relief_m: Datum
    afloat_h: Datum


class RescueBase(Frozen):
    """A place that rescuers start from."""

    name: str
    latitude_deg: Datum
    longitude_deg: Datum


class Rescue(Frozen):
    """How soon and how fast rescuers leave their bases."""

    ready_s: Datum
    speed_m_s: Datum
    base: tuple[RescueBase, ...] = ()


class EscapePlan(DataFile):
    """The escape of one ship from one launcher, read from ``data/escapes`` or from a user's own file.

    A launcher's file names it (``escape = "soyuz-ms"``). Modes stand in the order of flight; `family` chooses among
    motors of one name.
    """

    family: str = ""
    motor: tuple[EscapeMotor, ...] = ()
    mode: tuple[EscapeMode, ...] = Field(min_length=1)
    detection: tuple[Detection, ...] = Field(min_length=1)
    fault: tuple[LauncherFault, ...] = ()
    parachutes: LowParachutes
    orbit: OrbitReserve | None = None
    crew: CrewLimits
    rescue: Rescue

    @model_validator(mode="after")
    def _fits(self) -> EscapePlan:
        for mode in self.mode:
            for name in mode.motors:
                if not self._fitting(name):
                    raise ValueError(f'mode {mode.name}: no motor "{name}" of family "{self.family}"')
            self._lasts(mode)
        seen = {detection.by for detection in self.detection}
        for fault in self.fault:
            if fault.seen_by not in seen:
                raise ValueError(f"fault {fault.system}: nobody is told to notice it as {fault.seen_by}")
        return self

    def _lasts(self, mode: EscapeMode) -> None:
        """Something is left of the head when its motors are burnt, whichever publication they follow."""
        burnt_kg = sum(max(m.propellant_kg for m in self.motor if m.name == name) for name in mode.motors)
        if mode.head_kg is not None and mode.head_kg.v <= burnt_kg:
            allowed = f"more than the {burnt_kg:.0f} kg that its motors burn"
            raise ValueError(f"mode {mode.name}: head_kg = {mode.head_kg.v:g}, allowed: {allowed}")

    def motors(self, mode: EscapeMode) -> tuple[EscapeMotor, ...]:
        """Those that burn in a mode."""
        return tuple(self._fitting(name)[0] for name in mode.motors)

    def _fitting(self, name: str) -> list[EscapeMotor]:
        return [motor for motor in self.motor if motor.name == name and motor.family in ("", self.family)]

    @property
    def families(self) -> tuple[str, ...]:
        """The publications to choose among."""
        return tuple(dict.fromkeys(motor.family for motor in self.motor if motor.family))

    def in_family(self, family: str) -> EscapePlan:
        """The same with the motors of another publication."""
        return self.model_copy(update={"family": family})

    def watching(self, by: Way) -> Detection:
        """Who notices."""
        return next(detection for detection in self.detection if detection.by == by)

    def failing(self, system: str) -> LauncherFault | None:
        """The fault of that system, if it is one that ends an ascent."""
        return next((fault for fault in self.fault if fault.system == system), None)
