// Reed-Solomon by a Cauchy matrix on klauspost/reedsolomon, one goroutine: see bench/coding.ts.
//
// usage:  klauspost_code encode|rebuild DATA PARITY LENGTH LEAST
// prints: as isal_code.cc
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/klauspost/reedsolomon"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	must(err)
	return n
}

func main() {
	rebuild := os.Args[1] == "rebuild"
	data, parity, length := number(os.Args[2]), number(os.Args[3]), number(os.Args[4])
	least, err := strconv.ParseFloat(os.Args[5], 64)
	must(err)
	code, err := reedsolomon.New(data, parity, reedsolomon.WithCauchyMatrix(), reedsolomon.WithMaxGoroutines(1))
	must(err)
	shards := make([][]byte, data+parity)
	for i := range shards {
		shards[i] = make([]byte, length)
		for t := 0; i < data && t < length; t++ {
			shards[i][t] = byte((uint32(i+1)*0x9e3779b1 + uint32(t)*0x85ebca6b) >> 24)
		}
	}
	must(code.Encode(shards))
	lost := parity
	if lost > data {
		lost = data
	}
	turn := func() {
		if !rebuild {
			must(code.Encode(shards))
			return
		}
		for i := 0; i < lost; i++ {
			// Length 0 is missing; the room for it is kept.
			shards[i] = shards[i][:0]
		}
		must(code.Reconstruct(shards))
	}
	turns := 1
	var elapsed float64
	for {
		start := time.Now()
		for i := 0; i < turns; i++ {
			turn()
		}
		elapsed = time.Since(start).Seconds()
		if elapsed >= least && turns > 1 {
			break
		}
		turns *= 2
	}
	made := shards[data:]
	if rebuild {
		made = shards[:lost]
	}
	hash := uint32(0x811c9dc5)
	for _, shard := range made {
		for _, b := range shard {
			hash = (hash ^ uint32(b)) * 0x01000193
		}
	}
	fmt.Printf("%.9f %d %08x\n", elapsed, turns*data*length, hash)
}
