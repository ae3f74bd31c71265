package buckets

import (
	"fmt"
	"math"
	"slices"
)

// A mode is one way in which a service answers: a share of its requests, their
// median in seconds, and how widely their logarithms are spread.
type mode struct{ share, median, sigma float64 }

// shapes are typical services, as mixtures of log-normal modes.
var shapes = map[string][]mode{
	"cache": {{0.85, 0.004, 0.3}, {0.15, 0.180, 0.3}}, // hits, and misses that ask a database
	"api":   {{1, 0.040, 0.7}},                        // one kind of work
	"queue": {{0.7, 0.050, 0.4}, {0.3, 0.300, 0.9}},   // some requests wait for a worker
	"batch": {{1, 45, 1.1}},                           // jobs of minutes
}

// shapeSamples is how many samples a shape has.
const shapeSamples = 20000

// Shape returns samples, in seconds and sorted, of a typical service, for use
// as Input.Samples before there is anything to measure:
//
//   - cache: 85% around 4 ms and 15% around 180 ms
//   - api: all around 40 ms, with a tail
//   - queue: 70% around 50 ms, 30% around 300 ms with a long tail
//   - batch: all around 45 s, with a tail
//
// The samples are evenly spaced quantiles and so always the same. Another name
// is an error that wraps [ErrInput].
func Shape(name string) ([]float64, error) {
	modes, ok := shapes[name]
	if !ok {
		return nil, fmt.Errorf("%w: no shape is called %.64q; there are api, batch, cache and queue", ErrInput, name)
	}
	var samples []float64
	for _, m := range modes {
		n := int(math.Round(m.share * shapeSamples))
		for i := range n {
			p := (float64(i) + 0.5) / float64(n)
			z := math.Sqrt2 * math.Erfinv(2*p-1) // the normal quantile
			samples = append(samples, m.median*math.Exp(m.sigma*z))
		}
	}
	slices.Sort(samples)
	return samples, nil
}
