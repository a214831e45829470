/*
 * Reed-Solomon by a Cauchy matrix on ISA-L: see bench/coding.ts.
 *
 * usage:  isal_code PATH encode|rebuild DATA PARITY LENGTH LEAST      PATH: best, avx2 or sse
 * prints: the seconds that a number of turns took, the bytes of data of all of them, and FNV-1a of what
 *         one turn gives: the parity shards, or the first PARITY (at most DATA) data shards rebuilt from the rest
 *
 * One path a process: SSE code that follows AVX-512 code in a process may run at a fraction of its speed.
 */

#include <isa-l.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

typedef std::vector<unsigned char *> Shards;

static double now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static unsigned char *buffer(size_t length) {
  void *p = nullptr;
  if (posix_memalign(&p, 64, length + 64) != 0) exit(1);
  memset(p, 0, length + 64);
  return static_cast<unsigned char *>(p);
}

static void code(const char *path, int length, int inputs, int outputs, unsigned char *tables, Shards &from,
                 Shards &to) {
  if (strcmp(path, "sse") == 0) ec_encode_data_sse(length, inputs, outputs, tables, from.data(), to.data());
  else if (strcmp(path, "avx2") == 0)
    ec_encode_data_avx2(length, inputs, outputs, tables, from.data(), to.data());
  else ec_encode_data(length, inputs, outputs, tables, from.data(), to.data());
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  const char *path = argv[1];
  const bool rebuild = strcmp(argv[2], "rebuild") == 0;
  const int data = atoi(argv[3]), parity = atoi(argv[4]), length = atoi(argv[5]);
  const double least = atof(argv[6]);
  const int all = data + parity;

  std::vector<unsigned char> matrix(all * data), tables(32 * data * all);
  gf_gen_cauchy1_matrix(matrix.data(), all, data);
  Shards shards;
  for (int i = 0; i < all; i++) {
    shards.push_back(buffer(length));
    for (int t = 0; i < data && t < length; t++)
      shards[i][t] = ((i + 1) * 0x9e3779b1u + t * 0x85ebca6bu) >> 24;
  }
  Shards from(shards.begin(), shards.begin() + data), to(shards.begin() + data, shards.end());
  ec_init_tables(data, parity, &matrix[data * data], tables.data());
  code(path, length, data, parity, tables.data(), from, to);

  int outputs = parity;
  if (rebuild) {
    outputs = parity < data ? parity : data;
    std::vector<unsigned char> rest(data * data), inverse(data * data);
    from.assign(shards.begin() + outputs, shards.begin() + outputs + data);
    memcpy(rest.data(), &matrix[outputs * data], data * data);
    if (gf_invert_matrix(rest.data(), inverse.data(), data) != 0) return 1;
    to.clear();
    for (int i = 0; i < outputs; i++) to.push_back(buffer(length));
    ec_init_tables(data, outputs, inverse.data(), tables.data());
  }

  long turns = 1;
  double elapsed = 0;
  for (;; turns *= 2) {
    const double start = now();
    for (long i = 0; i < turns; i++) code(path, length, data, outputs, tables.data(), from, to);
    elapsed = now() - start;
    if (elapsed >= least && turns > 1) break;
  }
  uint32_t hash = 0x811c9dc5u;
  for (unsigned char *shard : to)
    for (int t = 0; t < length; t++) hash = (hash ^ shard[t]) * 0x01000193u;
  printf("%.9f %.0f %08x\n", elapsed, double(turns) * data * length, hash);
}
