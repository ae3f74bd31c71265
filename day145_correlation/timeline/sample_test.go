package timeline

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// sampleFile writes a sample log of size bytes and returns its name.
func sampleFile(tb testing.TB, service string, size int64) string {
	tb.Helper()
	name := filepath.Join(tb.TempDir(), service+".log")
	f, err := os.Create(name)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	if err := WriteSample(f, service, size); err != nil {
		tb.Fatal(err)
	}
	return name
}

// followFiles follows SampleID through files and returns what was allocated in
// bytes, in total: an upper bound of any peak.
func followFiles(tb testing.TB, w io.Writer, names ...string) (Stats, uint64) {
	tb.Helper()
	var inputs []Input
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			tb.Fatal(err)
		}
		defer f.Close()
		inputs = append(inputs, Input{filepath.Base(name), f})
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	stats, err := Follow(w, inputs, Options{ID: SampleID})
	runtime.ReadMemStats(&after)
	if err != nil {
		tb.Fatal(err)
	}
	return stats, after.TotalAlloc - before.TotalAlloc
}

// TestFollowMemoryIsFlat follows one id through two logs of 100 MB each. What
// is allocated over the whole run, garbage included, is two line buffers and
// the entries, and does not grow with the files.
func TestFollowMemoryIsFlat(t *testing.T) {
	size := int64(100e6)
	if raceEnabled() {
		size = 10e6
	}
	gateway, orders := sampleFile(t, "gateway", size), sampleFile(t, "orders", size)
	var out bytes.Buffer
	stats, allocated := followFiles(t, &out, gateway, orders)
	if want := 2 * size; stats.Bytes < want {
		t.Errorf("read %d bytes, want %d", stats.Bytes, want)
	}
	if stats.Matched == 0 || stats.NotRead == 0 || stats.Late != 0 {
		t.Errorf("stats %+v, want matches, lines that cannot be read, and none late", stats)
	}
	const ceiling = 4 << 20
	if allocated > ceiling && !raceEnabled() {
		t.Errorf("following %d bytes allocated %d bytes, want at most %d", stats.Bytes, allocated, ceiling)
	}
}

func TestWriteSampleIsReproducible(t *testing.T) {
	var a, b bytes.Buffer
	if err := WriteSample(&a, "orders", 1e5); err != nil {
		t.Fatal(err)
	}
	if err := WriteSample(&b, "orders", 1e5); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) || a.Len() < 1e5 {
		t.Errorf("two samples differ, or %d bytes are too few", a.Len())
	}
}

// BenchmarkFollow is the speed for lines that do not match, the id's bytes
// searched and the syntax of each checked.
func BenchmarkFollow(b *testing.B) {
	var log bytes.Buffer
	if err := WriteSample(&log, "orders", 20e6); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(log.Len()))
	for b.Loop() {
		inputs := []Input{{"orders", bytes.NewReader(log.Bytes())}}
		if _, err := Follow(io.Discard, inputs, Options{ID: "NOT-IN-THERE"}); err != nil {
			b.Fatal(err)
		}
	}
}
