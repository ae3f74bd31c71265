package rules

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"workbook/day146_alerting/promql"
)

// play evaluates a rule every minute on a script: t true, f false, e query
// error, two letters for two label sets (. for false). It returns one letter for
// each state after each evaluation: - none, p pending, F firing, r resolved.
func play(t *testing.T, r Rule, script string) string {
	t.Helper()
	m, out, now := NewMachine(r), []string(nil), at(0)
	for _, step := range strings.Fields(script) {
		var result []promql.Sample
		var err error
		for i, c := range step {
			switch c {
			case 't':
				result = append(result, sample("ratio", 1, "set", fmt.Sprint(i)))
			case 'e':
				err = errors.New("query timed out")
			}
		}
		if got := m.Eval(now, result, err); !errors.Is(got, err) {
			t.Errorf("Eval at %v = %v, want %v", now, got, err)
		}
		out = append(out, letters(m.Alerts(), len(step)))
		now = now.Add(time.Minute)
	}
	return strings.Join(out, " ")
}

func letters(as []Alert, sets int) string {
	out := []byte(strings.Repeat("-", sets))
	for _, a := range as {
		i := int(a.Labels.Get("set")[0] - '0')
		out[i] = "-pFr"[a.State]
	}
	return string(out)
}

func TestStates(t *testing.T) {
	hold := func(m int) Rule { return Rule{Alert: "A", For: time.Duration(m) * time.Minute} }
	keep := func(m int) Rule {
		return Rule{Alert: "A", KeepFiringFor: time.Duration(m) * time.Minute}
	}
	cases := []struct {
		name         string
		rule         Rule
		script, want string
	}{
		{"no for fires at once", hold(0), "f t f", "- F r"},
		{"for 2m is three evaluations", hold(2), "t t t t", "p p F F"},
		{"one false tick drops a pending alert", hold(2), "t t f t t t", "p p - p p F"},
		{"for is not the total time", hold(2), "t f t f t f t", "p - p - p - p"},
		{"fires when just long enough", hold(1), "t t", "p F"},
		{"firing ends at the first false", hold(1), "t t f f", "p F r r"},
		{"resolved starts again from pending", hold(2), "t t t f t t t", "p p F r p p F"},
		{"an error leaves pending alone, and its clock runs", hold(3), "t e e t", "p p p F"},
		{"an error leaves firing alone", hold(1), "t t e f", "p F F r"},
		{"an error does not fire by itself", hold(1), "t e e", "p p p"},
		{"an error leaves inactive alone", hold(1), "e e", "- -"},
		{"keep_firing_for counts from the first false", keep(2), "t f f f", "F F F r"},
		{"keep_firing_for starts over when true again", keep(2), "t f f t f f f", "F F F F F F r"},
		{"keep_firing_for does not keep pending", Rule{Alert: "A", For: 2 * time.Minute, KeepFiringFor: time.Hour}, "t t f", "p p -"},
		{"keep_firing_for and errors", keep(2), "t f e e f", "F F F F r"},
		{"each label set has its clock", hold(2), "tf tt tt tt", "p- pp Fp FF"},
		{"one set ends, the other stays", hold(1), "tt tt tf ft", "pp FF Fr rp"},
		{"resolved is visible for 15 minutes", hold(0), "t f f f f f f f f f f f f f f f f f", "F r r r r r r r r r r r r r r r r -"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := play(t, c.rule, c.script); got != c.want {
				t.Errorf("states of %q with for=%v keep=%v\n got: %s\nwant: %s", c.script, c.rule.For, c.rule.KeepFiringFor, got, c.want)
			}
		})
	}
}

// TestTimesOfAlert: the clock reads the evaluations, not the time in between.
func TestTimesOfAlert(t *testing.T) {
	m := NewMachine(Rule{Alert: "A", For: 100 * time.Second})
	on := []promql.Sample{sample("ratio", .5)}
	for _, sec := range []int64{7, 67, 127, 187} {
		if err := m.Eval(at(sec), on, nil); err != nil {
			t.Fatal(err)
		}
	}
	m.Eval(at(247), nil, nil)
	a := m.Alerts()[0]
	if a.ActiveAt != at(7) || a.FiredAt != at(127) || a.ResolvedAt != at(247) || a.Value != .5 {
		t.Errorf("active %v, fired %v, resolved %v, value %v, want 7 s, 127 s, 247 s, 0.5",
			a.ActiveAt.Unix(), a.FiredAt.Unix(), a.ResolvedAt.Unix(), a.Value)
	}
}

// TestValueInLabelNeverFires is why Lint refuses it: every value is another alert.
func TestValueInLabelNeverFires(t *testing.T) {
	m := NewMachine(Rule{Alert: "A", For: time.Minute, Labels: map[string]string{"value": "{{ $value }}"}})
	for i := range 10 {
		m.Eval(at(int64(60*i)), []promql.Sample{sample("ratio", float64(i))}, nil)
		as := m.Alerts()
		if len(as) != 1 || as[0].State != Pending || as[0].Labels.Get("value") != fmt.Sprint(i) {
			t.Fatalf("alerts at minute %d = %v, want one, pending, value=%d", i, as, i)
		}
	}
}

func TestLabelsOfAlert(t *testing.T) {
	m := NewMachine(Rule{Alert: "A", Labels: map[string]string{"severity": "page", "job": "rule wins", "who": "{{ $labels.team }}"},
		Annotations: map[string]string{"summary": "{{ $labels.team }}: {{ $value | humanizePercentage }}{{ $labels.nope }}"}})
	m.Eval(at(0), []promql.Sample{sample("ratio", .25, "job", "x", "team", "pay")}, nil)
	a := m.Alerts()[0]
	if got, want := a.Labels.String(), `{alertname="A",job="rule wins",severity="page",team="pay",who="pay"}`; got != want {
		t.Errorf("labels = %s, want %s", got, want)
	}
	if got, want := a.Annotations["summary"], "pay: 25%"; got != want {
		t.Errorf("summary = %q, want %q", got, want)
	}
}

func TestDuplicateLabels(t *testing.T) {
	m := NewMachine(Rule{Alert: "A", Labels: map[string]string{"set": "one for all"}})
	m.Eval(at(0), []promql.Sample{sample("ratio", 1, "set", "x")}, nil)
	err := m.Eval(at(60), []promql.Sample{sample("r", 1, "set", "x"), sample("r", 1, "set", "y")}, nil)
	if !errors.Is(err, ErrDuplicateAlert) {
		t.Errorf("Eval = %v, want %v", err, ErrDuplicateAlert)
	}
	if as := m.Alerts(); len(as) != 1 || as[0].State != Firing {
		t.Errorf("alerts after the error = %v, want the firing one untouched", as)
	}
}

func TestBrokenTemplateKeepsTheAlert(t *testing.T) {
	m := NewMachine(Rule{Alert: "A", Annotations: map[string]string{"a": "{{ $value", "b": "{{ .Nope.Nope }}"}})
	m.Eval(at(0), []promql.Sample{sample("ratio", 1)}, nil)
	for _, name := range []string{"a", "b"} {
		if got, want := m.Alerts()[0].Annotations[name], "<error expanding template"; !strings.HasPrefix(got, want) {
			t.Errorf("annotation %s = %q, want %s...", name, got, want)
		}
	}
}

func TestNewMachinePanics(t *testing.T) {
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, "needs a Rule with Alert set") {
			t.Errorf("NewMachine(recording rule) panic = %q, want a sentence", got)
		}
	}()
	NewMachine(Rule{Record: "a:b"})
}

func TestStateString(t *testing.T) {
	if got, want := fmt.Sprint(Inactive, Pending, Firing, Resolved, State(9)), "inactive pending firing resolved State(9)"; got != want {
		t.Errorf("states = %q, want %q", got, want)
	}
}

func at(seconds int64) time.Time { return time.Unix(seconds, 0) }

// sample returns a sample with labels that are given as name, value, name, value.
func sample(name string, v float64, labels ...string) promql.Sample {
	s := promql.Sample{Name: name, Value: v}
	for i := 0; i+1 < len(labels); i += 2 {
		s.Labels = s.Labels.With(labels[i], labels[i+1])
	}
	return s
}
