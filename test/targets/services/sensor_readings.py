"""Readings by sensor; asked for a window, kept for ever."""
import time
from collections import defaultdict
from dataclasses import dataclass


@dataclass
class Reading:
    sensor: str
    at: float
    value: float


class Monitor:
    def __init__(self):
        self._by_sensor = defaultdict(list)

    def observe(self, reading):
        self._by_sensor[reading.sensor].append(reading)

    def mean(self, sensor, window=100):
        recent = self._by_sensor[sensor][-window:]
        return sum(r.value for r in recent) / max(len(recent), 1)


monitor = Monitor()
n = 0
while True:
    for sensor in ("temp", "hum", "co2", "lux"):
        n += 1
        monitor.observe(Reading(sensor, time.time(), n * 0.25))
        monitor.mean(sensor)
    time.sleep(0.01)
