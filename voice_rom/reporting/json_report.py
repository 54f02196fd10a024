"""The report for programs: JSON, with the schema in docs/report.schema.json."""

import json
import sys
from typing import Final

from pydantic import TypeAdapter

from voice_rom.core.outcome.report import REPORT_VERSION, Report

_SCHEMA_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def to_json(report: Report) -> str:
    """`report` as JSON text, indented, ending with a line feed."""
    return _adapter().dump_json(report, indent=2).decode() + "\n"


def from_json(text: str) -> Report:
    """The report that `to_json` wrote. Raises pydantic.ValidationError."""
    return _adapter().validate_json(text)


def schema_text() -> str:
    """The JSON schema of a report, as it stands in docs/report.schema.json."""
    schema: dict[str, object] = {"$schema": _SCHEMA_DIALECT}
    schema.update(_adapter().json_schema(mode="serialization"))
    schema["title"] = f"voice_rom report, version {REPORT_VERSION}"
    properties = schema["properties"]
    if isinstance(properties, dict):
        properties["version"]["const"] = REPORT_VERSION
        schema["required"] = list(properties)  # the defaults are for reading reports of before
    return json.dumps(schema, indent=2) + "\n"


def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


if __name__ == "__main__":
    sys.stdout.write(schema_text())
