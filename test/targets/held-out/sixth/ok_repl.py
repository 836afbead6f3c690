"""A session as in a notebook: cells are compiled and run in one namespace, outputs are numbered and bounded."""
import code
import collections
import contextlib
import io
import itertools
import time

import numpy as np

import kit

log = kit.RingLog()
CELLS = [
    "import numpy as np, math, collections",
    "table = np.random.default_rng(1).random((400, 300))",
    "def spread(t):\n    return float(t.max() - t.min())\n",
    "spread(table)",
    "rows = [dict(number=i, name='row %d' % i) for i in range(3000)]",
    "by = collections.Counter(len(r['name']) for r in rows)",
    "print(by.most_common(3))",
    "frame = {k: [r[k] for r in rows] for k in ('number', 'name')}",
    "1 / 0",
    "class Model:\n    def __init__(self, w):\n        self.w = w\n    def fit(self, t):\n        self.w = self.w + t.mean(axis=0)\n        return self\n",
    "model = Model(np.zeros(300)).fit(table)",
    "float(model.w.sum())",
    "del rows",
]


class Notebook:
    def __init__(self):
        self.names = {"__name__": "__console__"}
        self.console = code.InteractiveConsole(self.names)
        self.outputs = collections.deque(maxlen=100)
        self.number = 0

    def run(self, cell):
        self.number += 1
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            symbol = "exec" if "\n" in cell else "single"
            self.console.runcode(compile(cell, f"<cell {self.number % 50}>", symbol))
        self.outputs.append((self.number, out.getvalue(), err.getvalue()[-300:]))


def main():
    notebook = Notebook()
    for n in itertools.count():
        notebook.run(CELLS[n % len(CELLS)])
        if n % 30 == 0:
            log.info("cell", n=n)
        time.sleep(0.05)


if __name__ == "__main__":
    main()
