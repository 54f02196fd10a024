"""Who asks for something, with which form, and what stands in the log before it is done."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from voice_rom.errors import StaffFolderUnusable
from voice_rom.page.answers import CLOSE, read_body
from voice_rom.staff.audit import AuditLog, Deed
from voice_rom.staff.faults import DeskFaults, DeskPart
from voice_rom.staff.sittings import Sittings, Standing
from voice_rom.staff.wording import StaffWording

MOST_BYTES: Final = 600
"""Of a form: a name and a PIN, or two ids. A name has 40 signs of up to twelve: %F0%A0%AE%B7."""

_MOST_FIELDS: Final = 4


class Asking:
    def __init__(
        self,
        cookie_name: str,
        sittings: Sittings,
        log: AuditLog,
        faults: DeskFaults,
        wording: StaffWording,
    ) -> None:
        self.cookie_name = cookie_name
        self._sittings = sittings
        self._log = log
        self._faults = faults
        self._wording = wording

    def cookie(self, request: Request) -> str:
        return request.cookies.get(self.cookie_name, "")

    def standing(self, request: Request) -> Standing:
        return self._sittings.standing(self.cookie(request))

    def who(self, request: Request) -> str:
        """Whoever signed in last from there; empty: nobody."""
        return self._sittings.who(self.cookie(request))

    async def asked(
        self, request: Request, names: set[str]
    ) -> tuple[str, Mapping[str, str]] | Response:
        """Who asks for something that needs a PIN, and for what; or the refusal."""
        if self.standing(request) is not Standing.OPEN:
            return self.refused(request, self._wording.locked, HTTPStatus.FORBIDDEN)
        form = await self.form(request, names)
        if isinstance(form, Response):
            return form
        self._sittings.touch(self.cookie(request))
        return self.who(request), form

    async def form(self, request: Request, names: set[str]) -> Mapping[str, str] | Response:
        """The fields of a form, each once; or the refusal."""
        body = await read_body(request, MOST_BYTES)
        if isinstance(body, HTTPStatus):
            return Response(status_code=body, headers=CLOSE)
        try:
            pairs = parse_qsl(
                body.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=True,
                max_num_fields=_MOST_FIELDS,
            )
        except ValueError:
            pairs = []
        form = dict(pairs)
        if form.keys() != names or len(pairs) != len(names):
            return Response(status_code=HTTPStatus.BAD_REQUEST, headers=CLOSE)
        return form

    async def logged(self, who: str, what: Deed, about: str = "") -> str:
        """What keeps it from being written; empty: it is."""
        try:
            await asyncio.to_thread(self._log.write, who, what, about)
        except StaffFolderUnusable as fault:
            self.note_log(str(fault))
            return str(fault)
        self.note_log("")
        return ""

    def note_log(self, why: str) -> None:
        """Every page is told that the log cannot be written; empty: it can."""
        told = self._wording.log_not_written.format(why=why) if why else ""
        self._faults.set(DeskPart.LOG, told)

    def done(self, request: Request) -> Response:
        if _has_no_script(request):
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    def refused(self, request: Request, why: str, status: HTTPStatus) -> Response:
        if _has_no_script(request):
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        return JSONResponse({"why": why}, status)


def _has_no_script(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
