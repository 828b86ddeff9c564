"""The evidence behind one promise, as one HTML page that stands alone: no script, no picture or style from elsewhere."""

from __future__ import annotations

from svtrain.core.monitoring import amount
from svtrain.data.evidence_files import EvidenceFile


def evidence_page(found: EvidenceFile, as_of: str) -> str:
    """The page as text; everything that a person typed is escaped. The same evidence gives the same bytes."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(loader=PackageLoader("svtrain.report.page", "."), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
    pages.filters["amount"] = lambda number: "" if number is None else amount(number)
    return pages.get_template("evidence.html.j2").render(found=found, progress=found.progress, promise=found.progress.commitment, as_of=as_of)
