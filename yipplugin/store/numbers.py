"""Reference numbers, counted without gaps for each school and year."""

from sqlalchemy import Integer, String, bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import KEY, Base


class NumberRow(Base):
    """The last number given in a series of a school."""

    __tablename__ = "yip_number"

    school: Mapped[str] = mapped_column(String(KEY), primary_key=True)
    series: Mapped[str] = mapped_column(String(KEY), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


_IS = (NumberRow.school == bindparam("at"), NumberRow.series == bindparam("of"))
_COUNT = update(NumberRow).where(*_IS).values(last=NumberRow.last + 1)
_LAST = select(NumberRow.last).where(*_IS)


def next_reference(session: Session, school: str, year: int) -> str:
    """Return the next reference, such as ``YIP-2026-0042``; it is given back on rollback."""
    series = {"at": school, "of": str(year)}
    connection = session.connection()
    if not connection.execute(_COUNT, series).rowcount:
        try:
            with session.begin_nested():
                session.add(NumberRow(school=school, series=str(year), last=0))
        except IntegrityError:
            pass  # another transaction began the year first, and has committed
        connection.execute(_COUNT, series)
    return f"YIP-{year}-{connection.execute(_LAST, series).scalar_one():04d}"
