"""Every benchmark, one after the other."""

import subprocess
import sys
from pathlib import Path

SCRIPTS = (
    "serving", "pressing", "importing", "weight",
    "filing", "filing_parallel", "filing_actions", "questions", "exporting", "api",
    "searching", "reporting", "performing",
)  # fmt: skip

if __name__ == "__main__":
    for name in SCRIPTS:
        script = Path(__file__).with_name(f"{name}.py")
        subprocess.run([sys.executable, str(script)], check=True)
