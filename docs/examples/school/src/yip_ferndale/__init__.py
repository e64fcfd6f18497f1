"""A school's own tables, calendar and mail, told to yipplugin."""

from yip_ferndale.models import Pupil as Pupil
from yip_ferndale.models import Staff as Staff
from yip_ferndale.models import db as db
from yip_ferndale.plugin import Ferndale as Ferndale
