"""Asyncio stages with bounded queues; batches of very different sizes."""
import asyncio
import itertools
import random

import httpx

import kit

log = kit.RingLog()
metrics = kit.Metrics()
cached = kit.tokens()


class Item:
    def __init__(self, n):
        self.n = n
        self.body = kit.text(500, n)


async def produce(queue):
    chance = random.Random(3)
    for n in itertools.count():
        batch = [Item(n * 1000 + i) for i in range(chance.choice((5, 20, 150, 900)))]
        await queue.put(batch)
        await asyncio.sleep(0.15)


async def transform(inbound, outbound):
    while True:
        batch = await inbound.get()
        await outbound.put([(item.n, item.body.upper()) for item in batch])
        await asyncio.sleep(0)


async def deliver(queue, client):
    while True:
        batch = await queue.get()
        for start in range(0, len(batch), 50):
            answer = await client.post("/bulk", json=batch[start:start + 50])
            metrics.count(str(answer.status_code))
        cached[batch[0][0]] = len(batch)
        log.info("delivered", size=len(batch))


async def main():
    first, second = asyncio.Queue(4), asyncio.Queue(4)
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"ok": True}))
    async with httpx.AsyncClient(transport=transport, base_url="http://bulk") as client:
        await asyncio.gather(produce(first), transform(first, second), transform(first, second), deliver(second, client))


asyncio.run(main())
