# Healthy: tasks in batches, which end.
import asyncio
async def fetch(n):
    await asyncio.sleep(0.15 + (n % 10) / 100)
    return n
async def main():
    n = 0
    while True:
        await asyncio.gather(*[fetch(n + i) for i in range(120)])
        n += 120
        await asyncio.sleep(0.25)
asyncio.run(main())
