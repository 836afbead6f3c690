"""Healthy: a session at a prompt: statements run one after the other, names are bound again, output is kept to a few lines."""
import code
import collections
import time

lines = collections.deque(maxlen=50)
shell = code.InteractiveInterpreter({"lines": lines})
program = [
    "import json, math",
    "data = [math.sin(i / 10) for i in range(20000)]",
    "table = {i: v for i, v in enumerate(data)}",
    "text = json.dumps(table)",
    "back = json.loads(text)",
    "lines.append(len(back))",
    "def f(x):\n    return [x * v for v in data]\n",
    "result = f(3)",
]
while True:
    for line in program:
        shell.runsource(line, symbol="exec")
        time.sleep(0.03)
