"""JSON Schemas of the files that authors write, made from the types, so that an editor completes and underlines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from exercises.files import write_whole
from exercises.questions.key import KeyFile
from exercises.questions.kinds import Exercise

FOLDER = Path("exercises/schema")
_GIVEN_BY_PLACE = ("id", "lesson")


def exercise_schema() -> dict[str, Any]:
    """Return the schema of a file in ``exercises/bank``, whose id and lesson its place gives."""
    schema = TypeAdapter[Any](Exercise).json_schema()
    for kind in (one for one in schema["$defs"].values() if "stem" in one.get("properties", {})):
        kind["properties"] = {name: field for name, field in kind["properties"].items() if name not in _GIVEN_BY_PLACE}
        kind["required"] = [name for name in kind["required"] if name not in (*_GIVEN_BY_PLACE, "report")]
    return schema


def key_schema() -> dict[str, Any]:
    """Return the schema of a file in ``exercises/keys``."""
    return TypeAdapter[Any](KeyFile).json_schema(by_alias=True)


Schema = Callable[[], dict[str, Any]]
SCHEMAS: dict[str, Schema] = {"exercise.json": exercise_schema, "key.json": key_schema}


def as_json(schema: dict[str, Any]) -> str:
    """Return a schema as it is written: sorted, indented, and with a line's end."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def write_schemas(root: Path, schemas: Mapping[str, Schema]) -> tuple[Path, ...]:
    """Write each schema by its name below the repository's top folder, and return where."""
    paths = tuple(root / FOLDER / name for name in schemas)
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, as_json(schemas[path.name]()))
    return paths
