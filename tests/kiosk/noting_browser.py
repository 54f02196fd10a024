"""Stands for a browser: opens the link as one does, notes what it was shown, and stays.

noting_browser.py NOTES [CHROMIUM'S ARGUMENTS ...] --user-data-dir=PROFILE
"""

import http.cookiejar
import json
import os
import sys
import time
import urllib.request
from pathlib import Path

AWAITED = "led by a voice"
FOLLOWED = 25.0
"""Seconds. A real browser is told what changes; this one asks again."""


def main() -> None:
    notes, *arguments = sys.argv[1:]
    (profile,) = (
        Path(each.partition("=")[2]) for each in arguments if each.startswith("--user-data-dir=")
    )
    there = sorted(str(each.relative_to(profile)) for each in profile.rglob("*") if each.is_file())
    preferences = json.loads((profile / "Default" / "Preferences").read_text(encoding="utf-8"))
    (link,) = preferences["session"]["startup_urls"]
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(jar)
    first = html = ""
    until = time.monotonic() + FOLLOWED
    while AWAITED not in html and time.monotonic() < until:
        try:
            with opener.open(link, timeout=10) as page:
                html = page.read().decode("utf-8")
                first = first or html
        except OSError:
            pass
        time.sleep(0.2)
    seen = {"pid": os.getpid(), "profile": str(profile), "files": there}
    line = json.dumps({**seen, "first": first, "html": html})
    with Path(notes).open("a", encoding="utf-8") as noted:
        noted.write(f"{line}\n")
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
