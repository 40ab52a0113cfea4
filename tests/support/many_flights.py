"""A short campaign: one ship comes home, planned in a second and flown in some ten milliseconds."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from kazbek.campaign import chunk
from kazbek.campaign.cluster import fly_part
from kazbek.campaign.drive import Ways, begin, fly_on
from kazbek.campaign.flights import Flights
from kazbek.campaign.question import Question
from kazbek.campaign.receipt import part_name
from kazbek.campaign.status import status_of
from kazbek.campaign.store import Store
from kazbek.mission.file import mission_from

HOME = """
name = "home"
[station]
name = "iss"
track = ["iss_2021-10-17.oem"]
[[docked]]
ship = "Soyuz MS-18"
port = "nauka-nadir"
launched = 2021-04-09
liners = ["Oleg Novitsky"]
[[flight]]
name = "home"
ship = "Soyuz MS-18"
date = 2021-10-17
zone = "zhezkazgan"
revolutions_to_burn = 2
crew = [{ name = "Oleg Novitsky", seat = "centre", role = "commander" }]
"""
POISON = 7  # the run that ends its worker


def home(runs=12, **more):
    return Question("home", HOME, runs, **{"seed": 3, "draw": "both", "chunk": 4, **more})


def begun(folder, question):
    store = begin(folder, question, mission_from(HOME, None, "home.toml"), Ways())
    store.let_go()
    return store


def flown(folder, question, **ways):
    store = begun(folder, question)
    fly_on(store, Ways(**ways))
    return store


def digest_at(store):
    return status_of(store).digest


def with_its_rows(store, whole):
    """The campaign, with one that has flown the same runs beside it, where workers that only die find their rows."""
    Path(f"{store.folder}.before").symlink_to(whole.folder)
    return store


def read_or_die(question, folder, span):
    """In a worker that one run kills: a part out of the rows flown before, which needs no planning to begin again."""
    if span[0] <= POISON < span[1]:
        os.kill(os.getpid(), signal.SIGKILL)
    rows = Store.at(Path(f"{folder}.before")).rows().slice(span[0], span[1] - span[0]).to_pylist()
    return chunk._part(question.design, span, rows, 0.0)


def poisonous(pipe, question, folder):
    """The life of a worker process that one run kills."""
    pipe.send({**question.versions, **question.files})
    while True:
        pipe.send(read_or_die(question, folder, pipe.recv()))


def fly_and_tell(question, folder, span):
    """In a worker of a cluster: fly one part, and leave a line about it beside the campaign."""
    with Path(f"{folder}.flown").open("a") as log:
        log.write(f"{part_name(*span)}\n")
    return fly_part(question, folder, span)


def flights(store):
    return Flights(store.question, store.folder)
