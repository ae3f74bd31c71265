package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"workbook/day142_metrics/buckets"
)

// maxSamples bounds what is read from a file.
const maxSamples = 10_000_000

// readSamples reads one latency a line. Blank lines and lines that begin with #
// are skipped.
func readSamples(name string, in io.Reader) ([]float64, error) {
	var samples []float64
	scanner := bufio.NewScanner(in)
	line := 0
	for scanner.Scan() {
		line++
		s := strings.TrimSpace(scanner.Text())
		if s == "" || s[0] == '#' {
			continue
		}
		v, err := parseLatency(s)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, line, err)
		}
		samples = append(samples, v)
		if len(samples) > maxSamples {
			return nil, fmt.Errorf("%s:%d: more than %d samples", name, line, maxSamples)
		}
	}
	if err := scanner.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("%s:%d: a line of more than %d bytes is no latency", name, line+1, bufio.MaxScanTokenSize)
	} else if err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, line+1, err)
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("%s: no samples in it", name)
	}
	return samples, nil
}

// parseLatency reads a duration such as 4.2ms, or a number of seconds. It
// returns seconds, the nearest float64 to the decimal that was written.
func parseLatency(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		d, derr := time.ParseDuration(s)
		if derr != nil {
			return 0, fmt.Errorf("%.64q is neither a duration such as 4.2ms nor a number of seconds", s)
		}
		v = float64(d) / float64(time.Second)
	}
	if v == 0 {
		return 0, fmt.Errorf("%.64q is not a positive latency: if the log rounds, to milliseconds say, put half of one for it", s)
	}
	if !(v > 0 && v <= math.MaxFloat64) {
		return 0, fmt.Errorf("%.64q is not a positive latency", s)
	}
	return v, nil
}

// slosFlag collects objectives: 99%@300ms.
type slosFlag []buckets.SLO

func (f *slosFlag) String() string { return "" }

// Set implements [flag.Value].
func (f *slosFlag) Set(s string) error {
	share, latency, ok := strings.Cut(s, "@")
	percent, isPercent := strings.CutSuffix(share, "%")
	// Moving the decimal point in the text keeps 99.9% at exactly 0.999.
	objective, err := strconv.ParseFloat(percent+"e-2", 64)
	if !ok || !isPercent || err != nil || !(objective > 0 && objective < 1) {
		return fmt.Errorf("want a share above 0%% and below 100%% and a latency, as in 99%%@300ms")
	}
	threshold, err := parseLatency(latency)
	if err != nil {
		return err
	}
	*f = append(*f, buckets.SLO{Objective: objective, Threshold: threshold})
	return nil
}

// durationsFlag is a list of bounds: 5ms,10ms,25ms.
type durationsFlag []float64

func (f *durationsFlag) String() string { return "" }

// Set implements [flag.Value].
func (f *durationsFlag) Set(s string) error {
	*f = nil
	for element := range strings.SplitSeq(s, ",") {
		v, err := parseLatency(strings.TrimSpace(element))
		if err != nil {
			return err
		}
		*f = append(*f, v)
	}
	return nil
}
