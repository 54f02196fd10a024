"""The paths of today's reports: the list, handing one over, and deleting it for good."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Final, TypeVar

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from voice_rom.errors import NoSuchSession, VoiceRomError
from voice_rom.staff.asking import Asking
from voice_rom.staff.audit import Deed
from voice_rom.staff.rendering import DeskRenderer
from voice_rom.staff.sittings import Standing
from voice_rom.staff.todays_reports import (
    DELETING_SECONDS,
    HandedFile,
    HandOver,
    ReportRow,
    TodaysReports,
)
from voice_rom.staff.wording import StaffWording

_DELETED: Final = "deleted"
_NOT_CLEANED: Final = "not-cleaned"

T = TypeVar("T")


class ReportPages:
    """One look at what is kept at a time; a session that goes on is not held up by it."""

    def __init__(  # noqa: PLR0913 - its parts, each once
        self,
        reports: TodaysReports,
        asking: Asking,
        renderer: DeskRenderer,
        *,
        wording: StaffWording,
        now: Callable[[], datetime],
        show: Callable[[str, Markup], str],
    ) -> None:
        """`show` gives the whole page for the browser with this cookie, with this in its middle."""
        self._reports = reports
        self._asking = asking
        self._renderer = renderer
        self._wording = wording
        self._now = now
        self._show = show
        self._one_at_a_time = asyncio.Lock()

    def routes(self) -> list[Route]:
        if not self._reports.are_kept:
            return []
        return [
            Route("/reports", self._list, methods=["GET"]),
            Route("/reports/{session}/{how}", self._hand_over, methods=["GET"]),
            Route("/reports/delete", self._delete, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        if self._asking.standing(request) is not Standing.OPEN:
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        wording = self._wording
        said = {_DELETED: wording.deleted, _NOT_CLEANED: wording.deleted_not_cleaned}
        return await self._listed(request, said.get(request.query_params.get("said", ""), ""))

    async def _listed(
        self,
        request: Request,
        said: str = "",
        fault: str = "",
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Response:
        rows: list[ReportRow] = []
        again = False
        if not fault:
            try:
                async with self._one_at_a_time:
                    rows = await self._taken(self._reports.rows)
            except VoiceRomError as error:
                again, status = True, HTTPStatus.SERVICE_UNAVAILABLE
                fault = self._wording.reports_away.format(why=str(error))
        middle = self._renderer.reports(rows, self._now(), said=said, fault=fault, again=again)
        return HTMLResponse(self._show(self._asking.cookie(request), middle), status)

    async def _hand_over(self, request: Request) -> Response:
        """Into the log before anything of it leaves the desk."""
        if self._asking.standing(request) is not Standing.OPEN:
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        session, way = request.path_params["session"], request.path_params["how"]
        if way not in set(HandOver):
            return Response(status_code=HTTPStatus.NOT_FOUND)
        how = HandOver(way)
        why = await self._asking.logged(
            self._asking.who(request), Deed.REPORT_HANDED_OVER, f"{how}, {session}"
        )
        if why:
            return await self._not_handed_over(request, why)
        try:
            async with self._one_at_a_time:
                return await self._handed(request, session, how)
        except NoSuchSession:
            gone = self._wording.report_gone
            return await self._not_handed_over(request, gone, HTTPStatus.NOT_FOUND)
        except VoiceRomError as error:
            return await self._not_handed_over(request, str(error))

    async def _handed(self, request: Request, session: str, how: HandOver) -> Response:
        if how is HandOver.QR:
            code = await self._taken(lambda: self._reports.qr(session))
            middle = self._renderer.qr(code)
            return HTMLResponse(self._show(self._asking.cookie(request), middle))
        return _download(await self._taken(lambda: self._reports.file(session, how)))

    async def _not_handed_over(
        self, request: Request, why: str, status: HTTPStatus = HTTPStatus.SERVICE_UNAVAILABLE
    ) -> Response:
        told = self._wording.hand_over_refused.format(why=why)
        return await self._listed(request, fault=told, status=status)

    async def _delete(self, request: Request) -> Response:
        asked = await self._asking.asked(request, {"session"})
        if isinstance(asked, Response):
            return asked
        who, form = asked
        why = await self._asking.logged(who, Deed.REPORT_DELETED, form["session"])
        if why:
            return await self._not_deleted(request, why)
        try:
            async with self._one_at_a_time:
                for_good = await self._taken(
                    lambda: self._reports.delete(form["session"]), longer=DELETING_SECONDS
                )
        except NoSuchSession:
            gone = self._wording.report_gone
            return await self._not_deleted(request, gone, HTTPStatus.NOT_FOUND)
        except VoiceRomError as error:
            return await self._not_deleted(request, str(error))
        said = _DELETED if for_good else _NOT_CLEANED
        return RedirectResponse(f"/reports?said={said}", HTTPStatus.SEE_OTHER)

    async def _taken(self, step: Callable[[], T], *, longer: float = 0.0) -> T:
        """Beside the server's loop. Raises StorageUnavailable when it hangs, and what it raises."""
        patience = self._reports.patience
        return await asyncio.to_thread(lambda: patience.take(step, longer=longer))

    async def _not_deleted(
        self, request: Request, why: str, status: HTTPStatus = HTTPStatus.SERVICE_UNAVAILABLE
    ) -> Response:
        return await self._listed(request, fault=why, status=status)


def _download(file: HandedFile) -> Response:
    return Response(
        file.content,
        media_type=file.kind,
        headers={"content-disposition": f'attachment; filename="{file.name}"'},
    )
