package timeline

import (
	"bufio"
	"container/heap"
	"errors"
	"io"
)

// Follow reads all inputs to their ends, writes the timeline of o.ID to w and
// returns what it counted. An input that fails is followed as far as it could
// be read; its error is returned, joined with the others, when all is done. An
// error of w ends it.
func Follow(w io.Writer, inputs []Input, o Options) (Stats, error) {
	var stats Stats
	o, err := o.complete()
	if err != nil {
		return stats, err
	}
	sources := make([]*source, len(inputs))
	for i, in := range inputs {
		sources[i] = newSource(in, i, o, &stats)
	}
	out := printer{w: bufio.NewWriter(w), flushEach: o.Window == 0, stats: &stats}
	if err := merge(sources, &out); err != nil {
		return stats, err
	}
	var failures []error
	for _, s := range sources {
		failures = append(failures, s.failure())
	}
	return stats, errors.Join(failures...)
}

// merge prints the sources' entries in order of time. It holds one entry of
// each source, so its order is as good as theirs.
func merge(sources []*source, out *printer) error {
	var heads entries
	for _, s := range sources {
		if e, ok := s.next(); ok {
			heap.Push(&heads, e)
		}
	}
	for len(heads) > 0 {
		if err := out.print(heads[0]); err != nil {
			return err
		}
		e, ok := sources[heads[0].input].next()
		if !ok {
			heap.Pop(&heads)
			continue
		}
		heads[0] = e
		heap.Fix(&heads, 0)
	}
	return out.w.Flush()
}
