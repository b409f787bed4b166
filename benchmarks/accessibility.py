"""Whether the HTML documents are accessible: axe-core in a headless Chromium, on a full and a nearly empty one of each.

Use: npm install axe-core, and then: python -m benchmarks.accessibility node_modules/axe-core/axe.min.js

Needs `chromium` on the path, or its name with --browser. Exit code 1 where axe finds a violation. The page is given
the script of axe in a copy, without the rule that keeps scripts out of our pages.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.documents import html as page
from assistant.documents.compose import blank, compose
from assistant.documents.model import Report
from assistant.loading.content import load_content
from tests.documents.examples import PLAN
from tests.documents.talks import complete, told

RUNS = ("plan", "vorm", "reflecteren", "intake")
BEGINNINGS: dict[str, dict[str, Any]] = {
    "plan": {"plan.naam": "De Brug"},
    "vorm": {"vorm.aanleiding": ["kind"]},
    "reflecteren": {"reflecteren.keuze": "houding"},
    "intake": {"intake.naam": "De Brug"},
}
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n')
RUN = """<script>{axe}</script><script>
axe.run(document, {{resultTypes: ["violations", "incomplete"]}}).then(found => {{
  const brief = list => list.map(rule => [rule.id, rule.nodes.map(node => node.html.slice(0, 120))]);
  const report = document.createElement("pre");
  report.id = "axe-report";
  report.textContent = JSON.stringify({{violations: brief(found.violations), incomplete: brief(found.incomplete),
    passes: found.passes.length}});
  document.body.appendChild(report);
}});
</script>"""


def reports() -> Iterator[tuple[str, Report]]:
    """A full and a nearly empty document of each kind, and the blank forms."""
    content = load_content()
    script, library = content.script, content.library
    for run in RUNS:
        full = told(script, library, PLAN) if run == "plan" else complete(script, library, run)
        yield f"{run}, full", compose(full, library, run, "De Brug")
        yield f"{run}, nearly empty", compose(told(script, library, BEGINNINGS[run]), library, run, "De Brug")
    yield "plan, blank", blank("plan", script, library)
    yield "intake, blank", blank("intake", script, library)


def checked(report: Report, axe: str, browser: str, folder: Path) -> dict[str, Any]:
    """What axe finds on the page of a report."""
    path = folder / "page.html"
    source = POLICY.sub("", page.render(report))
    path.write_text(source.replace("</body>", RUN.format(axe=axe) + "</body>"), "utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"]
    shown = subprocess.run([*command, path.as_uri()], capture_output=True, text=True, encoding="utf-8", check=True)
    found = re.search(r'<pre id="axe-report">(.*?)</pre>', shown.stdout, re.DOTALL)
    if found is None:
        raise SystemExit("axe gave no report; is this the right axe.min.js?")
    result: dict[str, Any] = json.loads(html.unescape(found[1]))
    return result


def main() -> int:
    """Check every document and print what axe says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("axe", type=Path, help="axe.min.js")
    parser.add_argument("--browser", default="chromium")
    arguments = parser.parse_args()
    axe = arguments.axe.read_text("utf-8")
    violations = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, report in reports():
            found = checked(report, axe, arguments.browser, Path(folder))
            violations += len(found["violations"])
            print(f"{name:28} {len(found['violations'])} violations, {found['passes']} rules passed")
            for kind in ("violations", "incomplete"):
                for rule, nodes in found[kind]:
                    print(f"    {kind}: {rule}: {len(nodes)} x, such as {nodes[0]}")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
