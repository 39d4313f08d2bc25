"""A machine on which docs/van-hanh.md is followed to the letter: its root is a directory, its administrator nobody.

Commands are run as they stand there, by a user without privileges; only the places /etc, /opt … lie below the root.
What takes an administrator (`useradd`, owners of files, another user's name) or another machine is stood in for by
the scripts below; `systemctl` starts and stops what the installed unit says.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from contextlib import closing
from pathlib import Path

from tests.acceptance.program import ROOT, START_SECONDS
from tests.unprivileged import unprivileged

MANUAL = "docs/van-hanh.md"
SERVICE = "to-cong-tac-tthc"
_PLACES = re.compile(r"(?<![\w.])/(etc|opt|var/lib|usr/local/bin|mnt)/")
_TREE = ("bot", "deploy", "docs", "handlers", "locales", "requirements", "scripts", "storage")
_STAND_INS = {
    "install": """#!/bin/bash
args=(); while (($#)); do case "$1" in -o|-g) shift 2;; *) args+=("$1"); shift;; esac; done
exec /usr/bin/install "${args[@]}"
""",
    "runuser": """#!/bin/sh
[ "$1 $2 $3" = "-u tthc --" ] && shift 3 && exec "$@"
""",
    "useradd": "#!/bin/sh\n",
    "age": '#!/bin/sh\ncat > "$4"\n',
    "rsync": """#!/bin/sh
[ "$1 $2" = "--archive --exclude=.part" ] && mkdir -p "$4" && cp -a "$3." "$4"
""",
    "python3": f"""#!/bin/sh
# Makes an environment whose packages are those of the tests; what is installed into it is written down.
[ "$1 $2" = "-m venv" ] && mkdir -p "$3/bin" && cat > "$3/bin/python" <<'END' && chmod 755 "$3/bin/python"
#!/bin/sh
if [ "$1 $2" = "-m pip" ]; then echo "$@" >> "$0.installed"; exit 0; fi
exec {sys.executable} "$@"
END
printf '#!/bin/sh\nexec "${{0%%/pip}}/python" -m pip "$@"\n' > "$3/bin/pip" && chmod 755 "$3/bin/pip"
""",
}


def commands(heading: str, of: str = MANUAL) -> list[str]:
    """Return the commands under a heading of the manual, those of the headings below it left out."""
    text = (ROOT / of).read_text(encoding="utf-8")
    found = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    blocks = re.findall(r"^ *```\n(.*?)^ *```", found[1], re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in textwrap.dedent(block).splitlines()]


class Machine:
    """The machine of an office: `source` is the clone its administrator works in."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.source = root / "home" / "clone"
        self.said: list[str] = []
        self.stops = 0
        self.service: Process | None = None
        for place in ("etc/systemd/system", "opt", "var/lib", "usr/local/bin", "mnt/sao-luu", "bin"):
            (root / place).mkdir(parents=True)
        for name, script in _STAND_INS.items():
            (root / "bin" / name).write_text(script)
            (root / "bin" / name).chmod(0o755)
        self._clone()

    def here(self, text: str) -> str:
        """Return a text with the places of the machine in it."""
        return _PLACES.sub(rf"{self.root}/\1/", text)

    def path(self, place: str) -> Path:
        """Return where a place of the machine is."""
        return Path(self.here(place))

    async def follow(self, *lines: str) -> None:
        """Do what the manual says, line by line; a line that fails is an error of the manual."""
        for line in lines:
            if line.startswith("systemctl "):
                await self._systemctl(shlex.split(line)[1:])
            else:
                status = await self.run(line)
                # What doctor finds is not the manual's; that it can be asked is.
                assert status == 0 or (status == 1 and line.endswith("tthc doctor")), (line, self.said[-20:])

    async def run(self, line: str) -> int:
        """Run a line of shell in the clone; return its exit status."""
        process = await asyncio.create_subprocess_exec(
            *unprivileged(["bash", "-o", "pipefail", "-c", f"umask 022; {self.here(line)}"]),
            cwd=self.source, env=self._environment, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT,
        )  # fmt: skip
        out, _ = await process.communicate()
        self.said += out.decode().splitlines()
        return process.returncode or 0

    async def serve(self, line: str) -> None:
        """Leave a line of shell running in the clone, as its user would in a window of its own."""
        assert self.service is None
        with (self.root / "journal").open("ab") as journal:
            self.service = await asyncio.create_subprocess_exec(
                *unprivileged(["sh", "-c", f"exec {line}"]), cwd=self.source, env=self._environment,
                stdin=DEVNULL, stdout=DEVNULL, stderr=journal,
            )  # fmt: skip

    async def stop(self) -> None:
        """Stop the service as its manager does; it has to end well."""
        assert self.service is not None
        self.service.send_signal(signal.SIGTERM)
        async with asyncio.timeout(START_SECONDS):
            assert await self.service.wait() == 0
        self.service = None

    def newest_backup(self, line: str) -> str:
        """Return a line with the name of the newest backup of its directory where the manual leaves it open."""
        directory = re.search(r"(\S+)/bot-YYYYMMDD-HHMMSS", line)
        if directory is None:
            return line
        newest = max(self.path(f"{directory[1]}/").glob("bot-*.db"))
        return line.replace("bot-YYYYMMDD-HHMMSS", newest.stem)

    def held(self) -> set[str]:
        """Return the codes of those who hold a duty by the service's data."""
        base = self.path(f"/var/lib/{SERVICE}/bot.db")
        with closing(sqlite3.connect(f"file:{base}?mode=ro", uri=True)) as db:
            found = db.execute("SELECT p.code FROM persons p JOIN duties d ON d.person = p.id WHERE d.valid_to IS NULL")
            return {code for (code,) in found}

    @property
    def _environment(self) -> dict[str, str]:
        return {"PATH": f"{self.root}/bin:{self.root}/usr/local/bin:/usr/bin:/bin", "HOME": str(self.root / "home")}

    def _clone(self) -> None:
        self.source.mkdir(parents=True)
        for name in _TREE:
            shutil.copytree(ROOT / name, self.source / name, ignore=shutil.ignore_patterns("__pycache__", "images"))
        for name in ("main.py", "pyproject.toml", ".env.example"):
            shutil.copy(ROOT / name, self.source)
        for file in (self.source / "deploy").iterdir():
            file.write_text(self.here(file.read_text(encoding="utf-8")), encoding="utf-8")
        commit = ("git", "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x")
        for command in (("git", "init", "-q"), ("git", "add", "-A"), commit):
            subprocess.run(command, cwd=self.source, check=True)

    async def _systemctl(self, arguments: list[str]) -> None:
        act, names = arguments[0], [name for name in arguments[1:] if not name.startswith("-")]
        if act == "daemon-reload":
            return
        (name,) = names
        unit = self._unit(name if "." in name else f"{name}.service")
        if act == "stop":
            self.stops += 1
            await self.stop()
        elif name == SERVICE:
            assert act in ("enable", "start")
            await self._start(unit)
        elif "ExecStart" in unit:
            await self._once(unit)

    async def _start(self, unit: dict[str, list[str]]) -> None:
        assert self.service is None
        set_there = dict(pair.split("=", 1) for line in unit["Environment"] for pair in line.split())
        with (self.root / "journal").open("ab") as journal:
            self.service = await asyncio.create_subprocess_exec(
                *unprivileged(shlex.split(unit["ExecStart"][0])),
                cwd=unit["WorkingDirectory"][0], env={**self._environment, **set_there},
                stdin=DEVNULL, stdout=DEVNULL, stderr=journal,
            )  # fmt: skip

    async def _once(self, unit: dict[str, list[str]]) -> None:
        line = f"set -a; . {unit['EnvironmentFile'][0]}; {unit['ExecStart'][0]}"
        assert await self.run(line) == 0, self.said

    def _unit(self, name: str) -> dict[str, list[str]]:
        """Return what an installed unit sets; a name may be set several times."""
        unit: dict[str, list[str]] = {}
        for line in self.path(f"/etc/systemd/system/{name}").read_text(encoding="utf-8").splitlines():
            if "=" in line and not line.startswith("#"):
                unit.setdefault(line.partition("=")[0], []).append(line.partition("=")[2])
        return unit


def quiet(journal: Path) -> str:
    """Return what the service wrote, if anything of it is an error."""
    text = journal.read_text() if journal.exists() else ""
    return text if "Traceback" in text or " ERROR " in text else ""


def kill(machine: Machine) -> None:
    """End the service, whatever became of the test."""
    if machine.service is not None and machine.service.returncode is None:
        os.kill(machine.service.pid, signal.SIGKILL)
