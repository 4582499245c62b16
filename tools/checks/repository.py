# SPDX-License-Identifier: Apache-2.0
"""What every check works on: the files of the repository, and what a check has to say about them."""

import dataclasses
import functools
import pathlib
import re
import subprocess

SOURCE_ENDINGS = (".h", ".cpp")


@dataclasses.dataclass(frozen=True)
class Finding:
    """One fault: where it is, what is wrong and how to mend it. Line 0 means the whole file."""

    path: str
    line: int
    wrong: str
    mend: str

    def __str__(self):
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.wrong}\n    mend: {self.mend}"


class Repository:
    def __init__(self, root):
        self.root = pathlib.Path(root)

    @functools.cached_property
    def files(self):
        """Tracked files and new ones that are not ignored, as paths from the root."""
        listed = subprocess.run(
            ["git", "-c", f"safe.directory={self.root}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=self.root, check=True, capture_output=True, text=True).stdout
        return sorted(path for path in set(listed.split("\0")) if path and (self.root / path).is_file())

    @property
    def sources(self):
        return [path for path in self.files if path.endswith(SOURCE_ENDINGS)]

    @functools.lru_cache(maxsize=None)
    def text(self, path):
        """The file's text; absent for binary files."""
        content = (self.root / path).read_bytes()
        return None if b"\0" in content[:4096] else content.decode("utf-8", "replace")

    @functools.lru_cache(maxsize=None)
    def code(self, path):
        """C++ text with comments and the insides of literals blanked, line for line."""
        return blank_comments_and_literals(self.text(path) or "")

    @functools.lru_cache(maxsize=None)
    def includes(self, path):
        """(line, name, is_quoted) of each #include."""
        found = []
        for number, line in enumerate((self.text(path) or "").splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', line)
            if match:
                found.append((number, match[1] or match[2], match[1] is not None))
        return found


_COMMENT_OR_LITERAL = re.compile(
    r'//[^\n]*'
    r'|/\*.*?\*/'
    r'|R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",
    re.DOTALL)


def blank_comments_and_literals(text):
    return _COMMENT_OR_LITERAL.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
