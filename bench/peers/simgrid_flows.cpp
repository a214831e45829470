// Flows that share links, on SimGrid's fluid network model: a peer for sim/network.
//
// usage:  simgrid_flows FILE
// build:  g++ -O2 simgrid_flows.cpp -lsimgrid
// prints: the finish time of each flow in seconds, one a line, in the order of the file
//
// FILE is text, one item a line, words apart by blanks; lines that begin with # are skipped:
//
//   sharing max-min|latency       optional, first; the default is max-min
//   link ID BANDWIDTH LATENCY     an id without blanks, bytes per second, seconds
//   flow START SIZE LINK...       seconds, whole bytes, ids of the links that it crosses, in order
//
// A flow pays the latencies of its links once, at its start, and then moves its bytes at its share.
// With `max-min` the shares are max-min fair and do not depend on latency: the latency is spent
// before the flow enters the network. With `latency` SimGrid gets the latencies itself and weights
// shares by their inverse, as its CM02 model does. Factors, windows and reverse traffic are off.

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <simgrid/s4u.hpp>

namespace sg4 = simgrid::s4u;

namespace {

struct Wire {
  double bandwidth;
  double latency;
};

struct Flow {
  double start;
  double size;
  std::vector<std::string> links;
  double delay = 0;
  double finish = NAN;
};

int Fail(int line, const std::string& expected) {
  std::cerr << "line " << line << ": expected " << expected << "\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> words = {argv[0],
                                    "--cfg=network/model:CM02",
                                    "--cfg=network/bandwidth-factor:1",
                                    "--cfg=network/latency-factor:1",
                                    "--cfg=network/weight-S:0",
                                    "--cfg=network/crosstraffic:0",
                                    "--cfg=network/TCP-gamma:0",
                                    "--cfg=surf/precision:1e-12",
                                    "--cfg=maxmin/precision:1e-9",
                                    "--log=root.thresh:error"};
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  int count = static_cast<int>(pointers.size());
  pointers.push_back(nullptr);
  sg4::Engine engine(&count, pointers.data());

  std::ifstream file(argc == 2 ? argv[1] : "");
  if (!file) {
    std::cerr << "usage: simgrid_flows FILE\n";
    return 2;
  }
  bool by_latency = false;
  std::map<std::string, Wire> wires;
  std::vector<Flow> flows;
  std::string text;
  for (int line = 1; std::getline(file, text); line++) {
    std::istringstream in(text);
    std::string what, id;
    if (!(in >> what) || what[0] == '#') continue;
    if (what == "sharing") {
      if (!(in >> id) || (id != "max-min" && id != "latency")) return Fail(line, "max-min or latency");
      by_latency = id == "latency";
    } else if (what == "link") {
      Wire wire;
      if (!(in >> id >> wire.bandwidth >> wire.latency)) return Fail(line, "link ID BANDWIDTH LATENCY");
      if (!wires.emplace(id, wire).second) return Fail(line, "a link id that is new");
    } else if (what == "flow") {
      Flow flow;
      if (!(in >> flow.start >> flow.size)) return Fail(line, "flow START SIZE LINK...");
      while (in >> id) {
        if (wires.count(id) == 0) return Fail(line, "a link that was named before, got " + id);
        flow.links.push_back(id);
        if (!by_latency) flow.delay += wires[id].latency;
      }
      if (flow.links.empty()) return Fail(line, "at least one link");
      flows.push_back(flow);
    } else {
      return Fail(line, "sharing, link or flow");
    }
  }

  auto* zone = sg4::create_full_zone("all");
  auto* sink = zone->create_host("sink", 1e9);
  std::map<std::string, const sg4::Link*> links;
  for (const auto& [id, wire] : wires) {
    links[id] = zone->create_link("link " + id, wire.bandwidth)
                    ->set_latency(by_latency ? wire.latency : 0.0)
                    ->seal();
  }
  std::vector<sg4::Host*> sources;
  for (size_t i = 0; i < flows.size(); i++) {
    auto* source = zone->create_host("source " + std::to_string(i), 1e9);
    sources.push_back(source);
    std::vector<sg4::LinkInRoute> route;
    for (const auto& id : flows[i].links) route.emplace_back(links[id]);
    zone->add_route(source->get_netpoint(), sink->get_netpoint(), nullptr, nullptr, route, false);
  }
  zone->seal();

  for (size_t i = 0; i < flows.size(); i++) {
    sg4::Actor::create("flow " + std::to_string(i), sources[i], [&flow = flows[i], from = sources[i], sink]() {
      sg4::this_actor::sleep_until(flow.start + flow.delay);
      sg4::Comm::sendto(from, sink, static_cast<uint64_t>(flow.size));
      flow.finish = sg4::Engine::get_clock();
    });
  }
  engine.run();
  for (const auto& flow : flows) std::printf("%.17g\n", flow.finish);
  return 0;
}
