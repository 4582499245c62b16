#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the code in the guides to the compiled code that it quotes.

A block after `<!-- quoted: FILE NAME -->` must be what stands in FILE between the lines `// guide: NAME` and
`// guide: end`. With --write the blocks are written anew.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
QUOTE = re.compile(r"<!-- quoted: (\S+) (\S+) -->\n```cpp\n(.*?)```", re.DOTALL)


def quoted(file, name):
    text = (ROOT / file).read_text()
    found = re.search(rf"// guide: {re.escape(name)}\n(.*?)// guide: end\n", text, re.DOTALL)
    if not found:
        sys.exit(f"{file} has no lines between `// guide: {name}` and `// guide: end`")
    return found[1]


def main():
    stale = []
    for guide in sorted((ROOT / "docs/guides").glob("*.md")):
        text = guide.read_text()
        fresh = QUOTE.sub(lambda found: f"<!-- quoted: {found[1]} {found[2]} -->\n```cpp\n{quoted(found[1], found[2])}```",
                          text)
        if fresh != text:
            stale.append(guide.name)
            if "--write" in sys.argv:
                guide.write_text(fresh)
    if stale and "--write" not in sys.argv:
        sys.exit(f"not what the code says: {', '.join(stale)}; run sdk/cpp/test/check_quotes.py --write")


if __name__ == "__main__":
    main()
