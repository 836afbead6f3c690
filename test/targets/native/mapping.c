/* Makes as many mappings of one page as its argument says, each touched and none joined with its neighbour; says how many. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int main(int count, char **arguments) {
  long wanted = count > 1 ? atol(arguments[1]) : 1000;
  long made = 0;
  char *area = mmap(0, wanted * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (area == MAP_FAILED) return 1;
  for (long n = 0; n < wanted; n += 2) {
    area[n * 4096] = 1;
    if (mprotect(area + n * 4096, 4096, PROT_READ) != 0) break;
    made += 2;
  }
  printf("%ld\n", made);
  fflush(stdout);
  pause();
}
