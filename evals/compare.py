"""`python -m evals compare`: the measures of several runs side by side: quotation beside a tiny and a larger model.

Runs are compared only where they asked the same questions of the same decisions. Proved by tests/test_evals_writing.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index import UsageError

__all__ = ["comparison_table"]

_WIDTH = 26


def comparison_table(paths: Sequence[Path]) -> str:
    """A row for each measure and a column for each run.

    Raises:
        UsageError: a file holds no results, or they are of other questions.
    """
    runs = [_read(path) for path in paths]
    asked = [[case["id"] for case in run["cases"]] for run in runs]
    if any(one != asked[0] for one in asked):
        message = (
            f"got runs of {', '.join(str(len(one)) for one in asked)} questions that are not the same; expected the same in each"
        )
        raise UsageError(message)
    lines = [f"{len(asked[0])} questions over {runs[0]['decisions']} decisions", ""]
    lines.append(f"{'measure':<32}" + "".join(f"{run['llm'][-_WIDTH + 2 :]:>{_WIDTH}}" for run in runs))
    rows = [(name, [_shown(run[group][name]) for run in runs]) for group in ("pinpoint", "writing") for name in runs[0][group]]
    rows += [(f"seconds, {name}", [f"{run['seconds'][name]:.2f}" for run in runs]) for name in runs[0]["seconds"]]
    lines += [f"{name:<32}" + "".join(f"{shown:>{_WIDTH}}" for shown in columns) for name, columns in rows]
    return "\n".join(lines)


def _read(path: Path) -> dict[str, Any]:
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        found = {"cases", "decisions", "llm", "pinpoint", "writing", "seconds"} <= set(run)
    except (OSError, ValueError, TypeError, RecursionError):
        found = False
    if not found:
        message = f"got {str(path)!r}; expected what `python -m evals run --out` wrote"
        raise UsageError(message)
    return dict(run)


def _shown(score: Mapping[str, float]) -> str:
    return f"{score['value']:.3f} of {score['n']:.0f}" if score["n"] else "-"
