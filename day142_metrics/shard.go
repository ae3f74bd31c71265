package metrics

import (
	"math"
	"math/bits"
	"runtime"
	"sync"
	"unsafe"
)

// maxShards bounds the memory of one histogram.
const maxShards = 8

// shardCount is a power of two, with room for each processor twice.
func shardCount() int {
	n := 1 << bits.Len(uint(2*runtime.GOMAXPROCS(0)-1))
	return min(n, maxShards)
}

// maxObservation is so small that no process lives to see the sum of such
// observations become infinite.
const maxObservation = math.MaxFloat64 / (1 << 64)

// summable reports whether v can go into a sum for good. It is false for NaN,
// for which the comparison is, and for what could make the sum infinite: either
// could never be got out of it again.
func summable(v float64) bool { return math.Abs(v) <= maxObservation }

// A shard is a part of a histogram behind its own lock. The lock is held for
// three additions. It makes them one event, so bucket, sum and count can never
// be seen apart; and since locking and unlocking are two atomic instructions,
// it is cheaper than one atomic addition for each of the three.
type shard struct {
	mu     sync.Mutex
	sum    float64
	counts []uint64 // observations per bucket, not cumulative
	_      [88]byte // to 128: no two shards share a cache line, or a pair of them
}

// home says where this goroutine should look for a free shard first. It is the
// address of a local variable, which is to say of the goroutine's stack:
// cheap, steady while the goroutine runs, and different in another one. It is
// only a hint; any answer is correct.
func home() uint {
	var here byte
	at := uint64(uintptr(unsafe.Pointer(&here)))
	return uint(at >> 10 * 0x9e3779b97f4a7c15 >> 56)
}
