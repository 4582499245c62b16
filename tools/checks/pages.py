# SPDX-License-Identifier: Apache-2.0
"""Format, lint and types of every package that has a script `check`: `npm run check` there."""

import json
import subprocess

from checks.repository import Finding


def check(repository):
    findings = []
    for path in repository.files:
        if not path.endswith("package.json") or "check" not in json.loads(repository.text(path)).get("scripts", {}):
            continue
        folder = (repository.root / path).parent
        if not (folder / "node_modules").exists():
            findings.append(Finding(path, 0, "its packages are not installed", f"npm ci in {folder.relative_to(repository.root)}"))
            continue
        run = subprocess.run(["npm", "run", "--silent", "check"], cwd=folder, capture_output=True, text=True)
        if run.returncode != 0:
            findings.append(Finding(path, 0, "npm run check fails:\n" + (run.stdout + run.stderr).strip(),
                                    "mend what it names"))
    return findings
