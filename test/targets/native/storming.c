/*
 * `storming THREADS`: says "ready", then allocates and frees without a rest in that many threads, looks into every block
 * before it frees it, and keeps 10,000 bytes a round. "keep" on its input has it say how many rounds there were; at the end
 * of its input it ends with status 7, with 3 when a block was not as it was left.
 */
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int going = 1, broken = 0, rounds = 0;

void *keep_one(void) { return memset(malloc(10000), 1, 10000); }

static unsigned long stir(unsigned long x) {
  for (int n = 0; n < 300; n++) x = x * 6364136223846793005UL + 1442695040888963407UL;
  return x;
}

static void churn(unsigned long x) {
  unsigned char *blocks[64] = {0};
  size_t sizes[64];
  for (int n = 0; n < 2000; n++) {
    int k = n % 64;
    if (blocks[k] && (blocks[k][0] != k || blocks[k][sizes[k] - 1] != k)) broken = 1;
    free(blocks[k]);
    x = stir(x);
    sizes[k] = 16 + (x >> 40) % 4000;
    blocks[k] = memset(malloc(sizes[k]), k, sizes[k]);
  }
  for (int k = 0; k < 64; k++) free(blocks[k]);
  keep_one();
  rounds++;
}

static void *storm(void *seed) {
  while (going) churn((unsigned long)seed);
  return 0;
}

int main(int count, char **words) {
  int threads = count > 1 ? atoi(words[1]) : 1;
  pthread_t others[64];
  for (long n = 1; n < threads && n < 64; n++) pthread_create(&others[n], 0, storm, (void *)n);
  puts("ready");
  fflush(stdout);
  char text[256];
  for (;;) {
    churn(99);
    struct pollfd input = {0, POLLIN, 0};
    if (poll(&input, 1, 0) <= 0) continue;
    if (read(0, text, sizeof text) <= 0) break;
    printf("%d\n", rounds);
    fflush(stdout);
  }
  going = 0;
  for (int n = 1; n < threads && n < 64; n++) pthread_join(others[n], 0);
  return broken ? 3 : 7;
}
