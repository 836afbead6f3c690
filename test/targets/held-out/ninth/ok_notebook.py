"""A console in which somebody works: names are made, replaced and deleted, the last answers are kept."""
import code
import time

console = code.InteractiveConsole()
cells = [
    'rows = [{"n": n, "name": "row %d" % n} for n in range(2000)]',
    'by_name = {row["name"]: row for row in rows}',
    'totals = [sum(range(n % 100)) for n in range(3000)]',
    'del by_name',
    'class Report:\n    def __init__(self, rows):\n        self.rows = list(rows)\n',
    'reports = [Report(rows[:n]) for n in range(0, 200, 10)]',
    'reports = reports[-3:]',
    'import json; text = json.dumps(rows)',
    'answers = (globals().get("answers", []) + [len(text)])[-50:]',
]
n = 0
while True:
    for line in cells[n % len(cells)].split('\n'):
        console.push(line)
    n += 1
    time.sleep(0.12)
