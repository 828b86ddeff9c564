"""A register beyond one machine: the same function of a table on the parts of a Parquet folder, with Dask.

Needs the optional extra ``cluster``. Each worker reads a part, values it and writes it; nothing but the terms and the totals
travels.
"""

from __future__ import annotations

from pathlib import Path

from svtrain.core.conventions import Conventions
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.data.register_value import RESULTS, Terms, terms_for, value_table


def value_parquet(source: Path | str, target: Path | str, reference: Reference, *, price_year: str | None = None,
                  conventions: Conventions | None = None) -> dict[str, float]:
    """Value a Parquet folder of commitments part by part, on whatever Dask cluster is connected, and return the totals.

    Start workers with ``dask.distributed.Client(...)`` before; without one, Dask uses this machine's threads.

    Raises
    ------
    CannotDo
        When Dask is not installed, or the folder holds no Parquet file.
    """
    try:
        import dask.dataframe as dd
    except ImportError:
        raise CannotDo(Problem("Dask is not installed: pip install 'svtrain[cluster]' brings it.")) from None
    source = Path(source)
    if not any(source.glob("*.parquet")) and source.suffix != ".parquet":
        raise CannotDo(Problem("There is no Parquet file here.", place=str(source)))
    table = dd.read_parquet(source)
    terms = terms_of(table, reference, price_year=price_year, conventions=conventions)
    example = value_table(table._meta_nonempty.astype(str), terms)
    valued = table.map_partitions(value_table, terms, meta=example.iloc[:0])
    valued.to_parquet(target, write_index=False)
    totals = dd.read_parquet(target)[list(RESULTS)].sum().compute()
    return {name: float(totals[name]) for name in RESULTS}


def terms_of(table, reference: Reference, *, price_year: str | None = None, conventions: Conventions | None = None) -> Terms:
    """The terms of a whole table from its distinct proxies and price years, which are few."""
    import dask
    import pandas

    columns = [name for name in ("proxy_id", "price_year") if name in table.columns]
    found = dask.compute(*(table[name].drop_duplicates() for name in columns))
    few = pandas.DataFrame({name: pandas.Series(list(each), dtype=object) for name, each in zip(columns, found, strict=True)})
    return terms_for(few, reference, price_year=price_year, conventions=conventions)
