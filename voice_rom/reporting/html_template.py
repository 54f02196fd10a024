"""How a page is filled in: every text is escaped, and nothing that is missing is passed over."""

from collections.abc import Callable
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template


def html_template(package: str, name: str, **known: Callable[..., object] | int) -> Template:
    """The template in the file `name` of `package`, which may use what is `known` by its name."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= known
    return environment.from_string(files(package).joinpath(name).read_text(encoding="utf-8"))
