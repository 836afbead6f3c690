"""Letters from templates of jinja, more of them than its cache keeps; an address book read once."""
import random
import time

import jinja2

TEMPLATES = {
    'letter-%d' % n: 'Dear {{ name }}, {%% for line in lines %%}{{ line }} (%d){%% endfor %%}' % n for n in range(700)
}
environment = jinja2.Environment(loader=jinja2.DictLoader(TEMPLATES), cache_size=200)
n = 0
while True:
    n += 1
    template = environment.get_template('letter-%d' % random.randrange(700))
    template.render(name='name %d' % n, lines=['line %d' % (n + i) for i in range(10)])
    time.sleep(0.01)
