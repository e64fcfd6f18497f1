"""The kinds of question that ship, offered through the same hook a host uses."""

from yipplugin.fieldtype import FieldType
from yipplugin.marks import hookimpl

from .choice import OneOf, SeveralOf, YesNo, YesNoUnknown
from .contact import Contact
from .dates import Date, DateAndTime
from .declaration import Declaration
from .guidance import Guidance
from .number import Number
from .other_person import OtherPerson
from .person import Person
from .signature import Signature
from .table import Table
from .text import LongText, ShortText


@hookimpl
def yip_field_types() -> list[type[FieldType]]:
    return [
        ShortText,
        LongText,
        YesNoUnknown,
        YesNo,
        OneOf,
        SeveralOf,
        Date,
        DateAndTime,
        Number,
        Person,
        OtherPerson,
        Contact,
        Declaration,
        Signature,
        Table,
        Guidance,
    ]
