"""The course while it is being written: ``python -m exercises.live`` builds, serves, and builds again on each save.

The pages reload by themselves.  Warnings are printed and do not stop it, since a page half written is no fault yet.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

WATCHED = ("conf.py", "course", "exercises")
OUTPUT = Path("_build/live")
DOCTREES = Path("_build/doctrees-live")
RELOAD = b"""<script>
(function () {
  var seen = null;
  setInterval(function () {
    fetch("/.built", {cache: "no-store"}).then(function (answer) { return answer.text(); }).then(function (now) {
      if (seen !== null && now !== seen) { location.reload(); }
      seen = now;
    }).catch(function () {});
  }, 700);
})();
</script>
"""

Snapshot = Mapping[Path, int]


def take_snapshot(root: Path) -> Snapshot:
    """Return when each watched file under ``root`` was last written."""
    return {path: path.stat().st_mtime_ns for path in _watched_files(root)}


def _watched_files(root: Path) -> Iterator[Path]:
    for name in WATCHED:
        top = root / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            hidden = path.name.startswith((".", "#")) or path.name.endswith("~")
            if path.is_file() and not hidden and "__pycache__" not in path.parts:
                yield path


def changed_files(before: Snapshot, after: Snapshot) -> tuple[Path, ...]:
    """Return the files that were written, added or removed between two snapshots."""
    return tuple(sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)))


def build(root: Path, *, afresh: bool) -> bool:
    """Build the student edition for live reading and return whether Sphinx was content; ``afresh`` reads every page."""
    command = [sys.executable, "-m", "sphinx", "-n", "-q", "-b", "html", "-d", str(DOCTREES), ".", str(OUTPUT)]
    if afresh:
        command += ["--fresh-env", "--write-all"]
    return subprocess.run(command, cwd=root, check=False).returncode == 0


class LiveServer(ThreadingHTTPServer):
    """Serves the built pages on this machine alone and counts the builds."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        self.builds = 0
        super().__init__(("127.0.0.1", port), partial(LiveHandler, directory=str(folder)))


class LiveHandler(SimpleHTTPRequestHandler):
    """Answers with the built files, each page with the script that reloads it, and ``/.built`` with the count."""

    server: LiveServer

    def do_GET(self) -> None:
        """Answer a request."""
        if self.path == "/.built":
            self._send(str(self.server.builds).encode(), "text/plain")
            return
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.endswith("/"):
            path /= "index.html"
        if path.suffix == ".html" and path.is_file():
            self._send(path.read_bytes().replace(b"</body>", RELOAD + b"</body>"), "text/html; charset=utf-8")
            return
        super().do_GET()

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests: the terminal is for the build's warnings."""


def watch(root: Path, server: LiveServer, pause: float = 0.5) -> None:
    """Build again whenever a watched file changes, for ever."""
    seen = take_snapshot(root)
    while True:
        time.sleep(pause)
        now = take_snapshot(root)
        changed = changed_files(seen, now)
        if not changed:
            continue
        seen = now
        print(f"Changed: {', '.join(str(path.relative_to(root)) for path in changed[:3])}", flush=True)
        # Sphinx follows pages and data; after a change of code or templates it would keep old pages.
        afresh = any(path.suffix not in {".md", ".toml"} for path in changed)
        if build(root, afresh=afresh):
            server.builds += 1
            print("Built.", flush=True)


def main(arguments: list[str]) -> int:
    """Build, then serve and watch until interrupted; return 0."""
    parser = argparse.ArgumentParser(prog="python -m exercises.live", description="Build again on each save.")
    parser.add_argument("--port", type=int, default=8000, help="the port on this machine (default: 8000)")
    root = Path.cwd()
    port = parser.parse_args(arguments).port
    try:
        server = LiveServer(root / OUTPUT, port)
    except OSError as error:
        print(f"live: port {port} cannot be used ({error.strerror}); try another: make live PORT=8001", file=sys.stderr)
        return 2
    build(root, afresh=False)
    threading.Thread(target=watch, args=(root, server), daemon=True).start()
    print(f"The course: http://127.0.0.1:{server.server_port}/  (Ctrl-C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
