package recording

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/scrape"
)

// Recording is all that is known of an incident. It is not changed after Open.
type Recording struct {
	Lines      []Line
	Events     []Event
	Spans      []*tracecontext.SpanData
	Store      *scrape.Store // every scrape; the instance label is the process
	Start, End time.Time     // of the first and the last scrape
}

// Event is what a person or a controller did, or what an alert or a probe has changed to.
type Event struct {
	Time time.Time
	Kind string // alert, deploy, probe, page, note
	Text string
}

// Open reads the files of a recording.
func Open(dir fs.FS) (*Recording, error) {
	r := &Recording{Store: &scrape.Store{}}
	return r, errors.Join(
		eachLine(dir, "logs.jsonl", r.addLine),
		eachLine(dir, "events.jsonl", r.addEvent),
		eachLine(dir, "spans.jsonl", r.addSpans),
		r.addScrapes(dir),
	)
}

// eachLine calls add with every line of a file.
func eachLine(dir fs.FS, name string, add func(line string) error) error {
	f, err := dir.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if err := add(lines.Text()); err != nil {
			return fmt.Errorf("recording: %s:%d: %w", name, n, err)
		}
	}
	return lines.Err()
}

func (r *Recording) addEvent(line string) error {
	var e Event
	err := json.Unmarshal([]byte(line), &e)
	r.Events = append(r.Events, e)
	return err
}

// addScrapes cuts the file at its "# SCRAPE" lines.
func (r *Recording) addScrapes(dir fs.FS) error {
	text, err := fs.ReadFile(dir, "scrapes.txt")
	if err != nil {
		return err
	}
	for page := range strings.SplitSeq(strings.ReplaceAll(string(text), "\r\n", "\n"), "# SCRAPE ") {
		head, body, _ := strings.Cut(page, "\n")
		if head == "" {
			continue // what stands before the first
		}
		when, target, _ := strings.Cut(head, " ")
		at, err := time.Parse(time.RFC3339, when)
		if err != nil {
			return fmt.Errorf("recording: scrapes.txt: %w", err)
		}
		samples, err := scrape.Parse(strings.NewReader(body))
		if err != nil {
			return fmt.Errorf("recording: scrapes.txt: %s %s: %w", when, target, err)
		}
		r.Store.Append(target, at, samples)
		if r.Start.IsZero() {
			r.Start = at
		}
		r.End = at
	}
	return nil
}

// Sum adds up what every series of a metric with these labels says at a time, the last scrape before it counting. Without a
// series it is 0.
func (r *Recording) Sum(at time.Time, name string, labels ...promql.Label) float64 {
	sum := 0.0
	for _, s := range r.Select(name, labels...) {
		value := 0.0
		for _, p := range s.Points {
			if p.T <= at.UnixMilli() {
				value = p.V
			}
		}
		if !promql.IsStale(value) {
			sum += value
		}
	}
	return sum
}

// Select returns the series of a metric that have all of these labels.
func (r *Recording) Select(name string, labels ...promql.Label) (found []scrape.Series) {
	for _, s := range r.Store.Select(name) {
		matches := true
		for _, l := range labels {
			matches = matches && s.Labels.Get(l.Name) == l.Value
		}
		if matches {
			found = append(found, s)
		}
	}
	return found
}
