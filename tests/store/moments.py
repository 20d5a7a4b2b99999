"""Times as Hypothesis makes them here: aware, UTC, in the years that a ``datetime`` holds."""

from datetime import UTC, datetime

from hypothesis import strategies as st

MOMENTS = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001  # Hypothesis wants the bounds naive
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001  # as above
    timezones=st.just(UTC),
)

st.register_type_strategy(datetime, MOMENTS)
