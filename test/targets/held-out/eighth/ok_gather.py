import asyncio


async def fetch(n):
    await asyncio.sleep(0.01 * (n % 7))
    return {'n': n, 'body': 'b' * 500}


async def main():
    n = 0
    latest = {}
    while True:
        answers = await asyncio.gather(*(fetch(n + i) for i in range(50)))
        n += 50
        latest = {a['n'] % 64: a for a in answers}
        await asyncio.sleep(0.02)


asyncio.run(main())
