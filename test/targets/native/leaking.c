/* For about two seconds keeps every request's buffer and frees its scratch memory; then ends with status 7. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *kept[4000];

void *keep_buffer(int n) {
  kept[n] = malloc(10000);
  return memset(kept[n], 1, 10000);
}

void use_scratch(void) {
  char *scratch = malloc(5000);
  memset(scratch, 1, 5000);
  free(scratch);
}

void handle_request(int n) {
  use_scratch();
  keep_buffer(n);
}

int main(void) {
  for (int n = 0; n < 400; n++) {
    handle_request(n);
    usleep(5000);
  }
  return 7;
}
