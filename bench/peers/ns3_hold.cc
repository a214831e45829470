// The hold model on the kernel of ns-3: see bench/hold.ts.
//
// usage:  ns3_hold SCHEDULER PENDING WARMUP COUNT   with SCHEDULER = PriorityQueue, Heap, Map, Calendar
// build:  g++ -O2 ns3_hold.cc -lns3-core
// prints: the seconds that COUNT events took, after WARMUP events, and a sum over their arguments

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "ns3/core-module.h"

using Clock = std::chrono::steady_clock;

namespace {

constexpr uint32_t kMask = 65535;
std::vector<ns3::Time> increments;
uint32_t cursor = 0;
uint64_t left_events = 0;
uint64_t warmup = 0;
uint64_t sum = 0;
Clock::time_point started;

const ns3::Time& Next() { return increments[cursor++ & kMask]; }

void CountDown() {
  if (--left_events == warmup) started = Clock::now();
  if (left_events == 0) ns3::Simulator::Stop();
}

void Arrived(uint32_t client, uint64_t argument);
void Resumed(uint32_t client, uint64_t argument) {
  CountDown();
  sum += argument;
  ns3::Simulator::Schedule(Next(), &Arrived, client, argument + 1);
}
void TimedOut(uint32_t client, uint64_t argument) {
  CountDown();
  ns3::Simulator::Schedule(Next(), &Resumed, client, argument + 1);
}
void Served(uint32_t client, uint64_t argument) {
  CountDown();
  ns3::Simulator::Schedule(Next(), &TimedOut, client, argument + 1);
}
void Arrived(uint32_t client, uint64_t argument) {
  CountDown();
  ns3::Simulator::Schedule(Next(), &Served, client, argument + 1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: ns3_hold SCHEDULER PENDING WARMUP COUNT\n");
    return 2;
  }
  const std::string scheduler = argv[1];
  const uint32_t pending = std::strtoul(argv[2], nullptr, 10);
  const uint64_t before = std::strtoull(argv[3], nullptr, 10);
  const uint64_t count = std::strtoull(argv[4], nullptr, 10);

  // One second on average, in the resolution of ns-3: nanoseconds.
  std::mt19937_64 generator(1);
  std::exponential_distribution<double> law(1e-9);
  for (uint32_t i = 0; i <= kMask; i++) {
    increments.push_back(ns3::NanoSeconds(std::max<int64_t>(1, std::llround(law(generator)))));
  }

  ns3::ObjectFactory factory;
  factory.SetTypeId("ns3::" + scheduler + "Scheduler");
  ns3::Simulator::SetScheduler(factory);
  for (uint32_t i = 0; i < pending; i++) ns3::Simulator::Schedule(Next(), &Arrived, i, uint64_t{0});

  warmup = count;
  left_events = before + count;
  ns3::Simulator::Run();
  const double elapsed = std::chrono::duration<double>(Clock::now() - started).count();
  std::printf("%.9f %llu\n", elapsed, static_cast<unsigned long long>(sum));
  return 0;
}
