"""Nightly import: rows are parsed in an executor; what went wrong is summed up at the end."""
import concurrent.futures
import random
import time

from pydantic import BaseModel, ValidationError, field_validator

import kit

log = kit.RingLog()
metrics = kit.Metrics()
parsed = kit.pages()


class Row(BaseModel):
    number: int
    amount: float
    label: str

    @field_validator("amount")
    @classmethod
    def positive(cls, value):
        if value < 0:
            raise ValueError("negative amount")
        return value


class BatchFailed(Exception):
    def __init__(self, number, reason):
        super().__init__(f"batch {number}: {reason}")
        self.number = number


class Summary:
    def __init__(self):
        self.batches = 0
        self.rows = 0
        self.outcome = {}

    def good(self, rows):
        self.batches += 1
        self.rows += rows

    def bad(self, error):
        self.batches += 1
        self.outcome[self.batches] = error


class Source:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def fetch(self, number):
        rows = []
        for i in range(250):
            amount = self.random.uniform(0, 100)
            if number % 3 == 0 and i == 200:
                amount = -amount
            rows.append({"number": i, "amount": amount, "label": kit.text(60, number * 251 + i)})
        return rows


class Importer:
    def __init__(self, source, summary):
        self.source = source
        self.summary = summary
        self.pool = concurrent.futures.ThreadPoolExecutor(max_workers=3, thread_name_prefix="import")
        self.connections = kit.Pool(lambda i: {"number": i, "used": 0}, 3)

    def one(self, number):
        raw = self.source.fetch(number)
        checked = []
        with self.connections.item() as connection:
            connection["used"] += 1
            for record in raw:
                try:
                    checked.append(Row(**record))
                except ValidationError as error:
                    raise BatchFailed(number, "invalid row") from error
        parsed[number % 400] = len(checked)
        return len(checked)

    def round(self, first):
        futures = [self.pool.submit(self.one, first + k) for k in range(3)]
        for future in concurrent.futures.as_completed(futures):
            error = future.exception()
            if error is not None:
                self.summary.bad(error)
                metrics.count("bad")
            else:
                self.summary.good(future.result())
                metrics.count("good")


def main():
    importer = Importer(Source(11), Summary())
    number = 1
    while True:
        started = time.perf_counter()
        importer.round(number)
        number += 3
        metrics.time(time.perf_counter() - started)
        if number % 60 == 1:
            log.info("progress", rows=importer.summary.rows)
        time.sleep(0.11)


if __name__ == "__main__":
    main()
