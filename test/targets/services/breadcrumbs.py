"""A breadcrumb list in a context variable, taken over by every child task and appended to for ever."""
import asyncio
import contextvars

breadcrumbs = contextvars.ContextVar("breadcrumbs")


def leave(category, message):
    trail = breadcrumbs.get(None)
    if trail is None:
        trail = []
        breadcrumbs.set(trail)
    trail.append({"category": category, "message": message})


async def handle(number):
    leave("http", "GET /item/%d" % number)
    await asyncio.sleep(0)
    leave("db", "select item %d" % number)


async def main():
    leave("app", "started")
    n = 0
    while True:
        for _ in range(4):
            n += 1
            await asyncio.create_task(handle(n))
        await asyncio.sleep(0.02)


asyncio.run(main())
