"""A short campaign: one ship comes home, planned in a second and flown in some ten milliseconds."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from kazbek.campaign.chunk import fly_chunk
from kazbek.campaign.cluster import fly_part
from kazbek.campaign.drive import Ways, begin, fly_on
from kazbek.campaign.flights import Flights
from kazbek.campaign.pool import work
from kazbek.campaign.question import Question
from kazbek.campaign.receipt import part_name
from kazbek.campaign.status import status_of
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


def poisonous(pipe, question, folder):
    """A worker that one run kills."""
    from kazbek.campaign import pool

    def fly(flights, span):
        if span[0] <= POISON < span[1]:
            os._exit(9)
        return fly_chunk(flights, span)

    pool.fly_chunk = fly
    work(pipe, question, folder)


def fly_and_tell(question, folder, span):
    """In a worker of a cluster: fly one part, and leave a line about it beside the campaign."""
    with Path(f"{folder}.flown").open("a") as log:
        log.write(f"{part_name(*span)}\n")
    return fly_part(question, folder, span)


def fly_or_die(question, folder, span):
    """In a worker of a cluster that one run kills."""
    if span[0] <= POISON < span[1]:
        os.kill(os.getpid(), signal.SIGKILL)
    return fly_part(question, folder, span)


def flights(store):
    return Flights(store.question, store.folder)
