# The names of the package itself: the one list, read by type checkers and, when a name is asked for, by __init__.py.

from kazbek.base.epoch import Epoch as Epoch
from kazbek.base.errors import DataError as DataError
from kazbek.base.errors import KazbekError as KazbekError
from kazbek.base.errors import KazbekWarning as KazbekWarning
from kazbek.base.errors import MissingExtra as MissingExtra
from kazbek.base.errors import NoConvergence as NoConvergence
from kazbek.base.errors import OutOfRange as OutOfRange
from kazbek.base.errors import WrongPlace as WrongPlace
from kazbek.base.leg import Event as Event
from kazbek.base.leg import Leg as Leg
from kazbek.base.leg import Outcome as Outcome
from kazbek.base.state import State as State
from kazbek.base.version import __version__ as __version__
from kazbek.campaign.door import FlownCampaign as FlownCampaign
from kazbek.campaign.door import campaign as campaign
from kazbek.catalogue.launcher import Launcher as Launcher
from kazbek.catalogue.spacecraft import Spacecraft as Spacecraft
from kazbek.checks.table import check as check
from kazbek.crew.ask import ask
from kazbek.exchange.export import export as export
from kazbek.gallery.build import gallery as gallery
from kazbek.ground.ask import ask as ask_ground
from kazbek.mission.aborts.map import aborts as aborts
from kazbek.mission.file import Mission as Mission
from kazbek.mission.file import mission_names as mission_names
from kazbek.mission.file import read_mission as read_mission
from kazbek.mission.fly import fly as fly
from kazbek.mission.landing import landing as landing
from kazbek.mission.progress import Progress as Progress
from kazbek.mission.search import window as window
from kazbek.record.flight import RecordedFlight as RecordedFlight
from kazbek.record.leg import RecordedLeg as RecordedLeg
from kazbek.record.read import load_record
from kazbek.record.record import Record as Record
from kazbek.track.station import StationTrack as StationTrack
from kazbek.views.account import tell as tell
from kazbek.views.grade.grade import grade as grade
from kazbek.views.pilot.fit import fit_pilot as fit_pilot
from kazbek.views.plots.draw import draw as draw
from kazbek.views.plots.draw import plots as plots
from kazbek.web.cockpit.verify import verify as verify

campaign_of = ask_ground
crew_of = ask
load = load_record
