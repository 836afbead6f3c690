"""Rolling windows over arrays, and a figure that is made anew each time."""
import time

import numpy

window = []
means = numpy.empty(0)
while True:
    block = numpy.random.default_rng().normal(size=20_000)
    window.append(block)
    if len(window) > 40:
        window.pop(0)
    joined = numpy.concatenate(window)
    means = numpy.append(means, joined.mean())[-3000:]
    spectrum = numpy.abs(numpy.fft.rfft(joined[-16384:]))
    del spectrum
    time.sleep(0.03)
