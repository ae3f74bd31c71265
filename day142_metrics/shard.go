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
// two additions, to a bucket and to the sum. It makes them one event, so the two
// can never be seen apart; the count is the sum of the buckets. Two atomic
// additions would cost as much as locking and unlocking, and would be two events.
//
// A shard fills two cache lines alone. When two processors write to different
// words of one line, each write takes the line from the other: that is false
// sharing. Some processors fetch lines in pairs.
type shard struct {
	mu     sync.Mutex
	sum    float64
	counts []uint64 // observations per bucket, not cumulative
	_      [88]byte // to 128 bytes, two cache lines: see below
}

// home says where this goroutine should look for a free shard first. It is the
// address of a local variable, which is to say of the goroutine's stack:
// cheap, steady while the goroutine runs, and different in another one. It is
// only a hint; any answer is correct.
func home() uint {
	var here byte
	stack := uint64(uintptr(unsafe.Pointer(&here))) >> 10 // the same all over a small stack
	return uint((stack * mix) >> 56)
}
