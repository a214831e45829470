"""The hold model on SimPy 3: see bench/hold.ts.

usage:  simpy_hold.py PENDING WARMUP COUNT
prints: the seconds that COUNT events took, after WARMUP events, and a sum over the clients seen
"""

import math
import random
import sys
import time

import simpy

MASK = 65535


def main():
    pending, warmup, count = (int(argument) for argument in sys.argv[1:4])
    draw = random.Random(1)
    # One second on average.
    increments = [-math.log(1.0 - draw.random()) for _ in range(MASK + 1)]
    env = simpy.Environment()
    left = warmup + count
    cursor = 0
    total = 0
    started = 0.0
    finished = env.event()

    def client(number):
        nonlocal cursor, left, total, started
        while True:
            cursor += 1
            yield env.timeout(increments[cursor & MASK])
            left -= 1
            if left == count:
                started = time.perf_counter()
            elif left == 0:
                finished.succeed()
            total += number

    for number in range(pending):
        env.process(client(number))
    env.run(until=finished)
    print("%.9f %d" % (time.perf_counter() - started, total))


main()
