/* Says "ready"; for each line "threads", "memory", "large", "map FILE" on its input it grows by that, and says "done". */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *wait_for_ever(void *nothing) {
  for (;;) pause();
  return nothing;
}

void *leak_one(size_t size) {
  char *block = malloc(size);
  memset(block, 1, size);
  return block;
}

void leak_small(void) {
  for (int n = 0; n < 20000; n++) leak_one(1000);
}

void leak_large(void) {
  for (int n = 0; n < 20; n++) leak_one(1 << 20);
}

static void map_file(char *path) {
  int file = open(path, O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, 20 << 20) != 0) exit(1);
  char *mapped = mmap(0, 20 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  memset(mapped, 1, 20 << 20);
}

int main(void) {
  char line[4096];
  puts("ready");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    if (!strcmp(line, "threads"))
      for (int n = 0; n < 5; n++) {
        pthread_t thread;
        pthread_create(&thread, 0, wait_for_ever, 0);
      }
    else if (!strcmp(line, "memory")) leak_small();
    else if (!strcmp(line, "large")) leak_large();
    else if (!strncmp(line, "map ", 4)) map_file(line + 4);
    else if (!strcmp(line, "free")) free(leak_one(64));
    else if (!strcmp(line, "end")) return 7;
    puts("done");
    fflush(stdout);
  }
  return 0;
}
