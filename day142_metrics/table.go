package metrics

import (
	"hash/maphash"
	"slices"
	"sync/atomic"
)

// mix is odd, so that multiplying by it loses nothing of a hash.
const mix = 0x9e3779b97f4a7c15

// A table finds a series by its label values. It is a hash table with open
// addressing: a series whose slot is taken goes to the next free one. It only
// grows: slots are filled once and never cleared, so a reader
// needs no lock. Writers take turns under the lock of the vector.
type table struct {
	seed  maphash.Seed
	slots []atomic.Pointer[series] // the length is a power of two
	mask  uint64                   // that length minus one
	used  int                      // only the writer reads it
}

func newTable(seed maphash.Seed, size int) *table {
	return &table{seed: seed, slots: make([]atomic.Pointer[series], size), mask: uint64(size - 1)}
}

// hash mixes the values in order. Two different lists may share a hash;
// identity is decided by comparing value with value, never by a joined string,
// in which ("a", "bc") and ("ab", "c") would be one. The seed is random, so
// that nobody can choose label values that all collide.
func (t *table) hash(values []string) (h uint64) {
	for _, v := range values {
		h = h*mix ^ maphash.String(t.seed, v)
	}
	return h
}

// find returns the series with these values, or nil.
func (t *table) find(hash uint64, values []string) *series {
	for i := hash; ; i++ { // ends: at least half of the slots are empty
		s := t.slots[i&t.mask].Load()
		if s == nil || s.hash == hash && slices.Equal(s.values, values) {
			return s
		}
	}
}

// add stores s, which must not be there yet, and returns the table to use from
// now on: the same one, or one twice the size.
func (t *table) add(s *series) *table {
	if 2*(t.used+1) > len(t.slots) {
		bigger := newTable(t.seed, 2*len(t.slots))
		for i := range t.slots {
			if old := t.slots[i].Load(); old != nil {
				bigger.put(old)
			}
		}
		t = bigger // readers of the old table miss s, and then ask under the lock
	}
	t.put(s)
	return t
}

func (t *table) put(s *series) {
	i := s.hash
	for t.slots[i&t.mask].Load() != nil {
		i++
	}
	t.slots[i&t.mask].Store(s)
	t.used++
}
