"""A chart is a file: a pure function from suppressed tables to figures with table and reading.

This package draws with plotly and is imported by workers only. A module has `ORDER` and
`charts(evidence) -> list[Chart]`; dropping in a file is all it takes.
"""

import importlib
import pkgutil

from data_imports.charts.drawing import Chart
from data_imports.evidence import Evidence

NOT_CHARTS = frozenset({"drawing"})


def all_charts(evidence: Evidence) -> list[Chart]:
    """Every chart that the evidence allows, in the order of the brief."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if module.name not in NOT_CHARTS]
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return [
        chart for module in sorted(modules, key=lambda module: int(module.ORDER)) for chart in module.charts(evidence)
    ]


__all__ = ["Chart", "all_charts"]
