"""Address lookup: places are read once at the start and answered from memory."""
import csv
import io
import itertools
import json
import time

import kit

log = kit.RingLog()
metrics = kit.Metrics()
answers = kit.pages()

REGIONS = [f"{kit.text(50, i)} region" for i in range(14)]
ZONES = [f"Continent/{kit.text(30, i).replace(' ', '_')}" for i in range(9)]


class Place:
    def __init__(self, number, name, region, zone, weight):
        self.number = number
        self.name = name
        self.region = region
        self.zone = zone
        self.weight = weight


class Gazetteer:
    def __init__(self):
        self.by_number = {}
        self.by_initial = {}

    def add(self, place):
        self.by_number[place.number] = place
        self.by_initial.setdefault(place.name[:2], []).append(place.number)

    def find(self, prefix):
        return [self.by_number[n] for n in self.by_initial.get(prefix[:2], ())[:5]]

    def __len__(self):
        return len(self.by_number)


def dump(rows):
    out = io.StringIO()
    writer = csv.writer(out)
    for i in range(rows):
        writer.writerow((i, f"{kit.WORDS[i % 14]}{i}", REGIONS[i % 14], ZONES[i % 9], i % 1000))
    return out.getvalue()


def load(rows):
    gazetteer = Gazetteer()
    for number, name, region, zone, weight in csv.reader(io.StringIO(dump(rows))):
        gazetteer.add(Place(int(number), name, region, zone, int(weight)))
    return gazetteer


class Service:
    def __init__(self, gazetteer):
        self.gazetteer = gazetteer
        self.recent = []

    def complete(self, prefix):
        key = prefix[:2]
        if key not in answers:
            answers[key] = json.dumps([p.name for p in self.gazetteer.find(prefix)])
        self.recent.append(prefix)
        if len(self.recent) > 200:
            self.recent.clear()
        return answers[key]

    def nearest(self, number):
        place = self.gazetteer.by_number[number % len(self.gazetteer)]
        return {"name": place.name, "zone": place.zone, "weight": place.weight}


def main():
    service = Service(load(160_000))
    log.info("loaded", places=len(service.gazetteer))
    for n in itertools.count():
        started = time.perf_counter()
        if n % 2:
            service.complete(kit.WORDS[n % 14])
        else:
            service.nearest(n * 7919)
        metrics.time(time.perf_counter() - started)
        if n % 500 == 0:
            log.info("answered", n=n)
        time.sleep(0.004)


if __name__ == "__main__":
    main()
