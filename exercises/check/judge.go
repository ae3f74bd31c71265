package check

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// limit is how long one call may take. No call of an exercise needs a tenth of it, on a loaded machine either.
const limit = 5 * time.Second

// A Case is one call of the reader's code.
type Case struct {
	Call string        // as the reader would write it; a format, when there are Args
	Args []any         // formatted into Call when the case fails, before the call can change them
	Got  func() string // makes the call and says what came of it
	Want string
	Rule string // in one sentence: what holds, not what is wrong
	Read string // where the rule is written, as in New; "" is the place given there
}

// A Judge reports the cases of one Test function. It is used from the goroutine of that test.
type Judge struct {
	t        *testing.T
	exercise exercise
	read     string
	places   map[string]string // what to read, with the line that was found
	full     bool              // every failure is shown
	failed   int
	hung     bool // a call has not returned: it may hold what the next one needs
}

// New returns the judge of a Test function. read names the place where its rules are written: a file, as a path from the root of
// the module, and a function, method, type, variable or constant in it, such as "day142_metrics/counter.go Counter.Add"; or a
// Markdown file and one of its headings. A place that does not exist is a failure.
func New(t *testing.T, read string) *Judge {
	t.Helper()
	ex, err := here()
	if err != nil {
		t.Fatal(err)
	}
	j := &Judge{t: t, exercise: ex, read: read, places: map[string]string{}}
	j.full = testing.Verbose() || strings.Contains(value("test.run"), "/")
	j.place(t, read)
	t.Cleanup(func() {
		if !j.full && j.failed > 1 {
			t.Logf("%s: and %d more; go test -v shows them all", t.Name(), j.failed-1)
		}
	})
	return j
}

// Run judges a case in a subtest of this name.
func (j *Judge) Run(name string, c Case) {
	j.t.Helper()
	j.t.Run(name, func(t *testing.T) {
		t.Helper()
		if j.ready(t, &c) {
			got := j.attempt(limit, c.Got)
			j.compare(t, c, got, "")
		}
	})
}

// Bubble judges a case in a subtest of this name and in a bubble of testing/synctest: time stands still while code runs, so a
// call that waits for an hour takes no time, and one that waits for ever is found. Got may use synctest.Wait.
// What the call leaves running must come to an end before Got returns, or be waiting for a timer.
func (j *Judge) Bubble(name string, c Case) {
	j.t.Helper()
	j.t.Run(name, func(t *testing.T) {
		t.Helper()
		if j.ready(t, &c) {
			got := j.bubble(t, c)
			j.compare(t, c, got, "")
		}
	})
}

// ready looks up the place to read and formats the call. It reports whether the case can run.
func (j *Judge) ready(t *testing.T, c *Case) bool {
	t.Helper()
	if j.hung {
		j.failed++
		if j.full {
			t.Errorf("%s: not run, since an earlier call has not returned", c.call())
		}
		return false
	}
	if c.Read == "" {
		c.Read = j.read
	}
	c.Read = j.place(t, c.Read)
	c.Call, c.Args = c.call(), nil
	return true
}

func (c *Case) call() string {
	if c.Args == nil {
		return c.Call
	}
	return fmt.Sprintf(c.Call, c.Args...)
}

// compare reports a difference; note is one more line, or "".
func (j *Judge) compare(t *testing.T, c Case, got, note string) {
	t.Helper()
	if got == c.Want {
		return
	}
	j.failed++
	if j.full || j.failed == 1 {
		t.Error(j.text(c, got) + note)
	}
}

// text is the failure as the reader sees it.
func (j *Judge) text(c Case, got string) string {
	return fmt.Sprintf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: %s\n    edit: %s",
		c.call(), indent(got), indent(c.Want), c.Rule, c.Read, j.exercise.edit())
}

// indent puts the lines of a text that has several below each other.
func indent(text string) string {
	return strings.ReplaceAll(text, "\n", "\n          ")
}
