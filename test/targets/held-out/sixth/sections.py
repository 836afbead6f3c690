"""Celery worker (eager) that renders documents; the collector was frozen for copy-on-write."""
import gc
import itertools
import time

from celery import Celery
from lxml import etree

import kit

app = Celery("docs", broker="memory://", backend="cache+memory://")
app.conf.task_always_eager = True
app.conf.task_store_eager_result = False
log = kit.RingLog()
metrics = kit.Metrics()
styles = kit.pages()


class Section:
    def __init__(self, title, owner=None):
        self.title = title
        self.owner = owner
        self.parts = []
        self.words = []

    def append(self, part):
        part.owner = self
        self.parts.append(part)
        return part

    def depth(self):
        return 0 if self.owner is None else 1 + self.owner.depth()

    def count(self):
        return len(self.words) + sum(part.count() for part in self.parts)


class Outline:
    def __init__(self, xml):
        self.tree = etree.fromstring(xml)

    def build(self):
        root = Section(self.tree.get("title"))
        for chapter in self.tree:
            node = root.append(Section(chapter.get("title")))
            for para in chapter:
                leaf = node.append(Section(para.get("title")))
                leaf.words = (para.text or "").split()
        return root


def manuscript(n):
    root = etree.Element("book", title=f"book {n}")
    for c in range(4):
        chapter = etree.SubElement(root, "chapter", title=f"chapter {c}")
        for p in range(5):
            etree.SubElement(chapter, "p", title=f"p{p}").text = kit.text(400, n * 20 + c * 5 + p)
    return etree.tostring(root)


def style(name):
    if name not in styles:
        styles[name] = {"font": name, "size": len(name)}
    return styles[name]


@app.task
def measure(xml):
    document = Outline(xml).build()
    words = document.count()
    deepest = max(part.depth() for chapter in document.parts for part in chapter.parts)
    style(f"s{words % 50}")
    return {"words": words, "depth": deepest}


@app.task
def ping():
    return "pong"


def main():
    gc.collect()
    gc.freeze()
    gc.disable()
    for n in itertools.count():
        started = time.perf_counter()
        result = measure.delay(manuscript(n)).get() if n % 10 else ping.delay().get()
        metrics.time(time.perf_counter() - started)
        if n % 100 == 1:
            log.info("measured", result=result)
        time.sleep(0.04)


if __name__ == "__main__":
    main()
