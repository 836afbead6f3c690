import sqlite3
import time


class Report:
    def __init__(self, path):
        self.db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)

    def count(self):
        return self.db.execute('select 1').fetchone()[0]


reports = {}
n = 0
while True:
    n += 1
    report = Report(__file__)
    reports[n] = report
    report.count()
    time.sleep(0.08)
