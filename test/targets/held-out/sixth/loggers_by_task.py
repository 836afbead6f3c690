"""A queue of small builds, each with a log of its own that ends in one file."""
import concurrent.futures
import io
import itertools
import logging
import time

from jinja2 import Environment

import kit

metrics = kit.Metrics()
outcome = kit.pages()
environment = Environment()
template = environment.from_string("{% for line in lines %}{{ loop.index }}: {{ line }}\n{% endfor %}")
logging.basicConfig(level=logging.INFO, stream=io.StringIO())
logging.getLogger().handlers[0].setLevel(logging.CRITICAL)


class Prefix(logging.Filter):
    def __init__(self, number):
        super().__init__()
        self.number = number
        self.context = {"job": number, "environment": kit.text(1500, number)}

    def filter(self, record):
        record.job = self.number
        return True


def logger_for(number):
    logger = logging.getLogger(f"builds.{number}")
    logger.addFilter(Prefix(number))
    return logger


class Step:
    def __init__(self, name, cost):
        self.name = name
        self.cost = cost

    def run(self, logger):
        lines = [kit.text(50, self.cost + i) for i in range(20)]
        logger.info("step %s", self.name)
        return template.render(lines=lines)


class Build:
    steps = (Step("fetch", 3), Step("compile", 9), Step("test", 5), Step("pack", 2))

    def __init__(self, number):
        self.number = number
        self.output = []

    def run(self):
        logger = logger_for(self.number)
        logger.info("start")
        for step in self.steps:
            self.output.append(step.run(logger))
        logger.info("end")
        return sum(len(o) for o in self.output)


class Board:
    def __init__(self):
        self.last = {}

    def post(self, number, size):
        self.last[number % 30] = size
        outcome[number] = size


class Farm:
    def __init__(self, workers):
        self.pool = concurrent.futures.ThreadPoolExecutor(workers, thread_name_prefix="build")
        self.board = Board()

    def round(self, numbers):
        futures = {self.pool.submit(Build(n).run): n for n in numbers}
        for future in concurrent.futures.as_completed(futures):
            self.board.post(futures[future], future.result())
            metrics.count("built")


def main():
    farm = Farm(3)
    for n in itertools.count():
        started = time.perf_counter()
        farm.round(range(n * 3, n * 3 + 3))
        metrics.time(time.perf_counter() - started)
        time.sleep(0.04)


if __name__ == "__main__":
    main()
