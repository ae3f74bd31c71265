package healthcheck

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A snapshot is every answer a Probe can give without being asked anything
// unusual, rendered ahead. Treat it as immutable.
type snapshot struct {
	facts facts
	err   error
	pages [kinds]page
}

// A page is the answer to one kind of question, in four forms.
type page struct {
	code          int
	plain, json   body
	verbose, full body // full is verbose JSON
}

// A body carries its length as a header value, so that serving it makes none.
type body struct {
	bytes  []byte
	length []string
}

func newBody(b []byte) body { return body{b, []string{strconv.Itoa(len(b))}} }

func render(f facts) *snapshot {
	f.views = slices.Clone(f.views) // the caller goes on writing to its own
	s := &snapshot{facts: f, err: f.err()}
	for k := range kinds {
		s.pages[k] = renderPage(f, k)
	}
	return s
}

func renderPage(f facts, k kind) page {
	word, ok := f.verdict(k)
	all := f.about(k)
	brief := slices.DeleteFunc(slices.Clone(all), func(v view) bool {
		return v.health == passing && !v.excluded
	})
	p := page{
		code:    http.StatusOK,
		plain:   newBody(appendText(nil, word, brief)),
		verbose: newBody(appendText(nil, word, all)),
		json:    newBody(appendJSON(word, brief)),
		full:    newBody(appendJSON(word, all)),
	}
	if !ok {
		p.code = http.StatusServiceUnavailable
	}
	return p
}

// appendText appends the verdict and a line for each view, marked + when it
// is green, - when it turns the verdict red, ! when it is only a warning.
func appendText(b []byte, word string, views []view) []byte {
	b = append(b, word...)
	b = append(b, '\n')
	for _, v := range views {
		mark := "[-] "
		switch {
		case v.health == passing:
			mark = "[+] "
		case !v.red():
			mark = "[!] "
		}
		b = append(b, mark...)
		b = append(b, v.name...)
		b = append(b, ' ')
		b = append(b, v.health...)
		b = appendTime(b, " since ", v.since)
		b = appendTime(b, ", stuck since ", v.stuckSince)
		if notes := v.notes(); len(notes) > 0 {
			b = append(b, " ("+strings.Join(notes, ", ")+")"...)
		}
		b = append(b, '\n')
	}
	return b
}

func (v view) notes() (notes []string) {
	if v.optional {
		notes = append(notes, "optional")
	}
	if v.excluded {
		notes = append(notes, "excluded")
	}
	return notes
}

func appendTime(b []byte, label string, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	return t.UTC().AppendFormat(append(b, label...), time.RFC3339)
}

// The JSON form. Field order is declaration order, so it is as fixed as text.
type (
	answerJSON struct {
		Status string     `json:"status"`
		Checks []viewJSON `json:"checks"`
	}
	viewJSON struct {
		Name       string    `json:"name"`
		State      health    `json:"state"`
		Optional   bool      `json:"optional,omitempty"`
		Excluded   bool      `json:"excluded,omitempty"`
		Since      time.Time `json:"since,omitzero"`
		StuckSince time.Time `json:"stuckSince,omitzero"`
	}
)

func appendJSON(word string, views []view) []byte {
	a := answerJSON{Status: word, Checks: make([]viewJSON, len(views))}
	for i, v := range views {
		a.Checks[i] = viewJSON{
			Name: v.name, State: v.health, Optional: v.optional, Excluded: v.excluded,
			Since:      v.since.UTC().Truncate(time.Second),
			StuckSince: v.stuckSince.UTC().Truncate(time.Second),
		}
	}
	b, err := json.Marshal(a)
	if err != nil { // no field of answerJSON can fail to marshal
		panic("healthcheck: a probe body did not marshal: " + err.Error())
	}
	return append(b, '\n')
}
