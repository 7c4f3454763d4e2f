"""List the benchmarks, or run one:  python -m benchmarks [NAME [ARGUMENT …]]"""

import ast
import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent


def main(arguments: Sequence[str]) -> int:
    """Run the named benchmark, or print what there is."""
    names = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    if not arguments:
        width = max(map(len, names), default=0)
        print("make bench NAME=…\n" + "\n".join(f"  {name:<{width}}  {purpose(name)}" for name in names))
        return 0
    name, *rest = arguments
    if name not in names:
        print(f"There is no benchmark {name}. There are: {', '.join(names)}", file=sys.stderr)
        return 2
    sys.argv = [name, *rest]
    runpy.run_module(f"benchmarks.{name}", run_name="__main__")
    return 0


def purpose(name: str) -> str:
    """The first line of what a benchmark says of itself."""
    told = ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8")))
    return (told or "").partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
