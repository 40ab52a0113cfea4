"""Columns of the rows that the kernels beside a station share: the state of the ship, the command, the telemetry.

Axes    GCRF directions with the origin at the station's centre of mass; RTN of the station's orbit; PORT; BODY.
Law     the state is one row of float64, so that a copy of it is a whole copy of the flight: the same row and the same
        commands give the same bits.
Range   `JETS` and what follows is as long as the ship has jets, three times over.
"""

from __future__ import annotations

from enum import IntEnum

TICK_s = 0.0125  # the ship's jets open and shut on this grid
TICKS = 16  # of one cycle of its computer, 0.2 s
CYCLE_s = TICK_s * TICKS

# --- state ---
X, V = 0, 3  # of the centre of mass against the station's, GCRF directions, m and m/s
MASS, PROPELLANT = 6, 7
Q, W = 8, 12  # q_BODY_GCRF, w_BODY_rad_s against GCRF
SPENT = 15  # propellant since the row was opened, kg
BODY_STATE = 16
T0, TICK = 16, 17  # time is T0 + TICK * TICK_s, seconds from the first node of the track
PULL, TWIST = 18, 21  # held over a cycle: acceleration of free motion (GCRF), gradient torque per mass (BODY)
NAV_X, NAV_V, NAV_AGE = 24, 27, 30  # what the computer believes, in PORT; seconds since Kurs last measured
AIM_NOSE, AIM_DOWN, AIM_RATE = 31, 34, 37  # attitude to hold: BODY x and z in RTN, and its rate in RTN
STAGE, SINCE, HAPPENED = 40, 41, 42  # of the programme; since when; what happened last
BY_HAND = 43  # 0 the autopilot, 1 hand controllers through the computer, 2 past it (analogue loop)
GOAL = 44  # distance of the probe's tip from the port that is kept; coasting: range to the station that ends it, or 0
KURS_SET, KURS_LOST = 45, 46  # set in use (0, 1), sets lost so far
KURS_DEAD, STATION_DEAD = 47, 49  # per set, aboard and at the station
VALVE_SHUT = 51  # per manifold
ORDERED = 53  # velocity change ordered in this cycle, BODY
WAS_HANDLE = 56  # deflections one cycle ago, for pulse modes
TOUCH_T, TOUCH = 62, 63  # contact: time; x and y, z of the tip, speed along, angles (3), rates (3) in PORT
GYRO_DEAD, COMPUTER_DEAD, PROBE_DEAD, SIGHT_DEAD, TV_DEAD, LAMP_DEAD, COMM_DEAD = 73, 74, 75, 76, 77, 78, 79
AXIS_DEAD = 80  # six: three of each handle
MAIN_DEAD, RETREATING, ARMED = 86, 87, 88
FIRED = 89  # one per failure of the plan, up to FAULTS
FAULTS = 16
IMPULSE = 105  # newton-seconds that the jets have given so far
HOLD_UNTIL = 106
RESUME, SET = 107, 108  # stage to take up again; set of jets in use (0, 1)
OFF_SINCE = 109  # attitude out of hand since; 0 when it is not
NEAR, TIP_X = 110, 111  # whether contact is possible in this cycle; tip in PORT, x, at the last tick
ERROR = 112  # angle between BODY and the aim, rad
BURNING, STUCK = 113, 114  # ticks for which some jet still is open; jets that do not stop
MASS_0, PROPELLANT_0 = 115, 116  # when the row was opened
FELT, ASKED, OFF = 117, 120, 123  # velocity change (BODY) that was measured, that was ordered; their difference
STEADY, BEGAN = 126, 127  # ticks of this cycle since jets last switched; the `BODY_STATE` columns when they did
POSE_NOSE, POSE_DOWN = BEGAN + BODY_STATE, BEGAN + BODY_STATE + 3  # of the brakes: BODY x and z to hold, GCRF
BURN_LEFT, BURN_LIT, BURN_LEVEL = POSE_DOWN + 3, POSE_DOWN + 4, POSE_DOWN + 5  # m/s still to give; since when; engine
MAIN_ORDER, MAIN_LEFT = POSE_DOWN + 6, POSE_DOWN + 7  # ticks of the main engine: ordered, left
JETS = POSE_DOWN + 8  # ordered ticks, ticks left, health: three rows as long as the ship has jets


class Health(IntEnum):
    """Of a jet."""

    SOUND = 0
    DEAD = 1
    OPEN = 2  # does not stop


# --- command: what is set in the cabin ---
RUD, RUO = 0, 3  # fore, right, down in -1..1; roll, pitch, yaw in -1..1
SETS = 6  # of jets: 1, 2, or 3 for both; 0 leaves the choice to the computer
LOOP = 7  # of Loop
RUD_PULSE, RUO_PULSE = 8, 9
RETREAT = 10
KURS = 11  # 0 as the computer chooses, 1 or 2: this set, 3: off
GYRO = 12  # changed: the next set of gyros
COMMAND = 13


class Loop(IntEnum):
    """Who holds the ship."""

    AUTOMATIC = 0
    DIGITAL = 1  # handles through the computer: rotation commands a rate, attitude is held
    ANALOGUE = 2  # handles past the computer: jets while deflected, rates damped


class Part(IntEnum):
    """Parts of the programme."""

    COAST = 1  # free flight between the brakes and after them
    BRAKE = 2  # a burn along a direction, cut off by what the accelerometers felt
    AROUND = 3  # to the port's axis
    KEEPING = 4  # held on it
    FINAL = 5
    BACK = 6  # away from where Kurs was lost
    WAIT = 7  # held there
    STAY = 8  # held where the ship is
    RETREAT = 9
    CONTACT = 10  # the head is in the cone, not yet caught
    LINKED = 11  # caught; what is left of the motion dies down
    DRAWN = 12  # the rod pulls the rings together
    HOOKED = 13
    BOUNCED = 14  # pushed out of the cone
    PASSED = 15  # the head crossed the port's plane outside the cone
    WRECKED = 16


class Occurrence(IntEnum):
    """What ends a call of the loop."""

    NONE = 0
    KEEPING = 1
    KEPT = 2
    FINAL = 3
    KURS_LOST = 4
    BACKED = 5
    RESUMED = 6
    HANDS = 7
    CONTACT = 8
    LINKED = 9
    DRAWN = 10
    HOOKED = 11
    BOUNCED = 12
    PASSED = 13
    WRECKED = 14
    RETREAT = 15
    FAULT = 16
    DRY = 17
    FENCE = 18
    OFF_TRACK = 19
    NOT_FINITE = 20
    AROUND = 21  # the range where the fly-around begins
    BRAKED = 22


OCCURRENCES = 23

# --- telemetry of the loop ---
ROW_T, ROW_Y, ROW_NOSE, ROW_DOWN = 0, 1, 9, 12
ROW_W, ROW_HANDLES, ROW_STAGE, ROW_AGE, ROW_IMPULSE, ROW_SWAY = 15, 18, 24, 25, 26, 27
ROW = 30
