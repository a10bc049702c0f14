"""Ranges: DuckDB groups the figures by cluster, country and instrument; exact decimals in and out."""

from __future__ import annotations

import duckdb
import polars as pl

from pipeline.comparison.figures import UNKNOWN
from pipeline.data import ClusterRange, Dataset, InstrumentCell

_CODED_SCHEMA = {"measure_id": pl.String, "country": pl.String, "instrument": pl.String}

_CLUSTER_RANGES = """
SELECT cluster_id, country, value, role, unit, count(*) AS n, min(low) AS low, median(middle) AS median,
       max(high) AS high, list(fact_id ORDER BY fact_id) AS fact_ids
FROM figures
WHERE cluster_id IS NOT NULL
GROUP BY cluster_id, country, value, role, unit
ORDER BY cluster_id, country, value, role NULLS FIRST, unit
"""

_CELLS = """
WITH cell AS (
    SELECT country, instrument, list(DISTINCT measure_id ORDER BY measure_id) AS measure_ids
    FROM coded GROUP BY country, instrument
), amount AS (
    SELECT coded.country, coded.instrument, figures.role, figures.value,
           min(low) AS low, median(middle) AS median, max(high) AS high,
           list(fact_id ORDER BY fact_id) AS fact_ids,
           row_number() OVER (
               PARTITION BY coded.country, coded.instrument ORDER BY count(*) DESC, figures.role, figures.value
           ) AS place
    FROM coded JOIN figures USING (measure_id)
    WHERE figures.value IN ('money', 'money_per_year')
    GROUP BY coded.country, coded.instrument, figures.role, figures.value
)
SELECT cell.country, cell.instrument, cell.measure_ids, amount.fact_ids, amount.role, amount.value,
       amount.low, amount.median, amount.high
FROM cell LEFT JOIN amount ON amount.country = cell.country AND amount.instrument = cell.instrument AND place = 1
ORDER BY cell.country, cell.instrument
"""


def cluster_ranges(figures: pl.DataFrame) -> tuple[ClusterRange, ...]:
    """The spread of each kind of figure in each cluster and country, awards and budgets apart.

    `low` is the least lower side, `high` the greatest upper side, `median` that of the middles (of an even number,
    the mean of the two in the centre).
    """
    with _database() as connection:
        _load(connection, "figures", figures)
        rows = connection.execute(_CLUSTER_RANGES).fetchall()
    return tuple(
        ClusterRange(
            cluster_id=cluster,
            country=country,
            value=value,
            role=role,
            n=n,
            low=low,
            median=median,
            high=high,
            unit=unit,
            fact_ids=tuple(fact_ids),
        )
        for cluster, country, value, role, unit, n, low, median, high, fact_ids in rows
    )


def instrument_cells(figures: pl.DataFrame, dataset: Dataset) -> tuple[InstrumentCell, ...]:
    """The country × instrument table: who has measures of an instrument, and what they pay.

    A cell's amounts are of one kind: awards or budgets, in all or a year, whichever most of its figures are; of two
    equally frequent kinds awards go before budgets and totals before yearly sums.
    """
    coded = pl.DataFrame(
        [(m.measure_id, m.country or UNKNOWN, i) for m in dataset.measures for i in sorted(set(m.instruments))],
        schema=_CODED_SCHEMA,
        orient="row",
    )
    with _database() as connection:
        _load(connection, "figures", figures)
        _load(connection, "coded", coded)
        rows = connection.execute(_CELLS).fetchall()
    return tuple(
        InstrumentCell(
            country=country,
            instrument=instrument,
            measure_ids=tuple(measures),
            fact_ids=tuple(facts or ()),
            role=role,
            value=value,
            low=low,
            median=median,
            high=high,
        )
        for country, instrument, measures, facts, role, value, low, median, high in rows
    )


def _database() -> duckdb.DuckDBPyConnection:
    """A database in memory that touches no disk and gives the same order whatever the machine's cores."""
    return duckdb.connect(":memory:", config={"threads": 1, "temp_directory": ""})


def _load(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Makes `frame` the table `name`, column by column; decimals travel as text, so that no digit is lost."""
    columns = ", ".join(
        f"unnest(${place}::VARCHAR[])::{_sql_type(kind)} AS {column}"
        for place, (column, kind) in enumerate(frame.schema.items(), start=1)
    )
    values = [column.cast(pl.String).to_list() for column in frame.iter_columns()]
    connection.execute(f"CREATE TABLE {name} AS SELECT {columns}", values)


def _sql_type(kind: pl.DataType) -> str:
    return f"DECIMAL({kind.precision},{kind.scale})" if isinstance(kind, pl.Decimal) else "VARCHAR"
