package timeline

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// SampleID is the id of the request that WriteSample hides among others.
const SampleID = "4QZB7KTRMN2WVXC5DAYE3HJPLS"

// WriteSample writes about size bytes of an invented service's log to w, the
// same bytes on every call: JSON lines of many requests, SampleID on one in
// 20,000, neighbours out of order by up to 3 ms, and a stack trace, which
// cannot be read, every 50,000 lines.
func WriteSample(w io.Writer, service string, size int64) error {
	rng := rand.New(rand.NewPCG(uint64(len(service)), 145))
	out := bufio.NewWriterSize(w, 1<<16)
	now := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	var line []byte
	for n := int64(1); size > 0; n++ {
		now = now.Add(time.Duration(rng.IntN(2_000)) * time.Microsecond)
		line = sampleLine(line[:0], rng, n, service, now)
		size -= int64(len(line))
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return out.Flush()
}

func sampleLine(b []byte, rng *rand.Rand, n int64, service string, now time.Time) []byte {
	if n%50_000 == 0 {
		return append(b, "panic: runtime error: index out of range [3] with length 3\n"...)
	}
	id := fmt.Sprintf("REQ-%010d", rng.IntN(1_000_000))
	if n%20_000 == 10_000 {
		id = SampleID
	}
	stamp := now.Add(-time.Duration(rng.IntN(3_000)) * time.Microsecond)
	b = append(b, `{"time":"`...)
	b = stamp.AppendFormat(b, time.RFC3339Nano)
	b = fmt.Appendf(b, `","level":"INFO","msg":"step %d done","service":%q,"request_id":%q`, n, service, id)
	return fmt.Appendf(b, `,"order":{"id":"o-%d","lines":%d},"cache":"miss"}`+"\n", rng.IntN(1_000_000), rng.IntN(9)+1)
}
