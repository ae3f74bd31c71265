package tracecontext_test

import (
	"encoding/binary"
	"math"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/tracestate"
)

// idWith returns a trace id with these low 56 bits, and ones above them that
// must not matter.
func idWith(r uint64) (id tracecontext.TraceID) {
	binary.BigEndian.PutUint64(id[:8], 0xffffffffffffffff)
	binary.BigEndian.PutUint64(id[8:], r|0xff<<56)
	return id
}

func sampled(s tracecontext.Sampler, id tracecontext.TraceID) bool {
	return s(tracecontext.SampleParams{TraceID: id}).Sample
}

func TestRatioThreshold(t *testing.T) {
	for _, tt := range []struct {
		p    float64
		th   string // of the tracestate, "" when nothing is ever kept
		t    uint64 // the least R kept
		test bool   // whether t is worth probing
	}{
		{1, "0", 0, true},
		{1.5, "0", 0, true},
		{0.75, "4", 0x40000000000000, true},
		{0.5, "8", 0x80000000000000, true},
		{0.25, "c", 0xc0000000000000, true},
		{1.0 / 3, "aaab", 0xaaab0000000000, true},
		{0.1, "e666", 0xe6660000000000, true},
		{1.0 / 16, "f", 0xf0000000000000, true},
		{0.01, "fd70a", 0xfd70a000000000, true},
		{0.0001, "fff9724", 0xfff97240000000, true},
		{1.0 / 65536, "ffff", 0xffff0000000000, true},
		{math.Ldexp(1, -56), "ffffffffffffff", 1<<56 - 1, true},
		{math.Ldexp(1, -58), "", 0, false},
		{0, "", 0, false},
		{-1, "", 0, false},
	} {
		s := tracecontext.Ratio(tt.p)
		d := s(tracecontext.SampleParams{TraceID: idWith(1<<56 - 1)})
		if got := d.State.Get("ot"); d.Sample != (tt.th != "") || d.Sample && got != "th:"+tt.th {
			t.Errorf("Ratio(%v) of the largest R: sample %v, ot=%q, want ot=th:%s", tt.p, d.Sample, got, tt.th)
		}
		if !tt.test {
			continue
		}
		if !sampled(s, idWith(tt.t)) || tt.t > 0 && sampled(s, idWith(tt.t-1)) {
			t.Errorf("Ratio(%v): R = %#x kept %v, one less kept %v, want true and false", tt.p, tt.t,
				sampled(s, idWith(tt.t)), sampled(s, idWith(tt.t-1)))
		}
	}
}

// TestRatioNests takes a million ids through a ladder of shares: kept at one
// means kept at each higher one, and each share is met within 5 sigma.
func TestRatioNests(t *testing.T) {
	n := rounds(t, 1_000_000)
	shares := []float64{0.0001, 0.001, 0.01, 0.1, 0.25, 1.0 / 3, 0.5, 0.9, 0.999}
	var samplers []tracecontext.Sampler
	for _, p := range shares {
		samplers = append(samplers, tracecontext.Ratio(p))
	}
	kept := make([]int, len(shares))
	for range n {
		id, before := randomTraceID(), false
		for i, s := range samplers {
			now := sampled(s, id)
			if before && !now {
				t.Fatalf("trace %s is kept at %v and not at %v", id, shares[i-1], shares[i])
			}
			if now {
				kept[i]++
			}
			before = now
		}
	}
	for i, p := range shares {
		sigma := math.Sqrt(p * (1 - p) * float64(n))
		if off := math.Abs(float64(kept[i]) - p*float64(n)); off > 5*sigma {
			t.Errorf("Ratio(%v) kept %d of %d, %.1f sigma off", p, kept[i], n, off/sigma)
		}
	}
}

// TestRatioBesideOtherSamplers: consistent are those that follow the specification. The
// stock TraceIDRatioBased of OpenTelemetry for Go (1.47) looks at bits 1 to 63 of the id's
// second half from the other end, so that together the two are a pair of coins.
func TestRatioBesideOtherSamplers(t *testing.T) {
	p := 0.1
	stockBound := uint64(p * (1 << 63))
	n := rounds(t, 200_000)
	ours, stock, both := 0, 0, 0
	ratio := tracecontext.Ratio(p)
	for range n {
		id := randomTraceID()
		kept := sampled(ratio, id)
		stockKept := binary.BigEndian.Uint64(id[8:])>>1 < stockBound
		if kept {
			ours++
		}
		if stockKept {
			stock++
		}
		if kept && stockKept {
			both++
		}
	}
	for _, tt := range []struct {
		name  string
		got   int
		share float64
	}{{"ours", ours, p}, {"the stock sampler", stock, p}, {"both", both, p * p}} {
		mean := tt.share * float64(n)
		if off := math.Abs(float64(tt.got)-mean) / math.Sqrt(mean*(1-tt.share)); off > 5 {
			t.Errorf("%s kept %d of %d, want %.0f, the share %v: %.1f standard errors off", tt.name, tt.got, n, mean, tt.share, off)
		}
	}
}

func TestRatioIgnoresParent(t *testing.T) {
	s := tracecontext.Ratio(0.5)
	for range 1000 {
		id := randomTraceID()
		want := sampled(s, id)
		for _, parent := range []tracecontext.SpanContext{
			{TraceID: id, SpanID: randomSpanID(), Flags: tracecontext.FlagSampled, Remote: true},
			{TraceID: id, SpanID: randomSpanID(), Flags: 0, Remote: true},
			{TraceID: id, SpanID: randomSpanID(), Flags: tracecontext.FlagSampled},
			{TraceID: id, SpanID: randomSpanID(), Flags: tracecontext.FlagRandom, State: mustState(t, "ot=th:0")},
		} {
			if got := s(tracecontext.SampleParams{Parent: parent, TraceID: id}).Sample; got != want {
				t.Fatalf("Ratio(0.5) of %s under parent %+v: %v, without: %v", id, parent, got, want)
			}
		}
	}
}

func TestRatioState(t *testing.T) {
	kept, dropped := idWith(1<<56-1), idWith(0)
	for _, tt := range []struct{ name, in, kept, dropped string }{
		{"empty", "", "ot=th:8", ""},
		{"others keep their order", "foo=1,bar=2", "ot=th:8,foo=1,bar=2", "foo=1,bar=2"},
		{"an old threshold is replaced", "foo=1,ot=th:c", "ot=th:8,foo=1", "foo=1"},
		{"other sub-keys stay", "foo=1,ot=rv:abc;th:c;x:1", "ot=th:8;rv:abc;x:1,foo=1", "ot=rv:abc;x:1,foo=1"},
		{"what is not modified is not moved", "foo=1,ot=th:8", "foo=1,ot=th:8", "foo=1"},
		{"sub-keys of others are not moved", "foo=1,ot=rv:abc", "ot=th:8;rv:abc,foo=1", "foo=1,ot=rv:abc"},
		{"no room for one more", "ot=" + rep("x", 256), "ot=" + rep("x", 256), "ot=" + rep("x", 256)},
	} {
		p := tracecontext.SampleParams{Parent: tracecontext.SpanContext{State: mustState(t, tt.in)}}
		p.TraceID = kept
		if got := tracecontext.Ratio(0.5)(p).State.String(); got != tt.kept {
			t.Errorf("%s: kept, tracestate %q, want %q", tt.name, got, tt.kept)
		}
		p.TraceID = dropped
		if got := tracecontext.Ratio(0.5)(p).State.String(); got != tt.dropped {
			t.Errorf("%s: dropped, tracestate %q, want %q", tt.name, got, tt.dropped)
		}
	}
}

func TestRatioNaNPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Ratio(NaN) did not panic")
		}
	}()
	tracecontext.Ratio(math.NaN())
}

func TestParentBasedBranches(t *testing.T) {
	called := ""
	branch := func(name string) tracecontext.Sampler {
		return func(tracecontext.SampleParams) tracecontext.Decision { called = name; return tracecontext.Decision{} }
	}
	all := tracecontext.ParentBranches{Root: branch("root"), RemoteSampled: branch("remote sampled"),
		RemoteNotSampled: branch("remote not sampled"), LocalSampled: branch("local sampled"),
		LocalNotSampled: branch("local not sampled")}
	for name, tt := range map[string]struct {
		parent tracecontext.SpanContext
		byFlag bool // what ParentBased(root) does without asking
	}{
		"root":               {tracecontext.SpanContext{}, true},
		"remote sampled":     {tracecontext.SpanContext{idWith(1), randomSpanID(), 3, true, tracestate.State{}}, true},
		"remote not sampled": {tracecontext.SpanContext{idWith(1), randomSpanID(), 2, true, tracestate.State{}}, false},
		"local sampled":      {tracecontext.SpanContext{idWith(1), randomSpanID(), 3, false, tracestate.State{}}, true},
		"local not sampled":  {tracecontext.SpanContext{idWith(1), randomSpanID(), 2, false, tracestate.State{}}, false},
	} {
		p := tracecontext.SampleParams{Parent: tt.parent, TraceID: idWith(1)}
		if all.Sample(p); called != name {
			t.Errorf("parent %+v went to branch %q, want %q", tt.parent, called, name)
		}
		rolled := false
		root := func(tracecontext.SampleParams) tracecontext.Decision {
			rolled = true
			return tracecontext.Decision{Sample: true}
		}
		if got := tracecontext.ParentBased(root)(p).Sample; got != tt.byFlag || rolled != (name == "root") {
			t.Errorf("ParentBased: %s: sample %v, asked root %v, want %v, %v", name, got, rolled, tt.byFlag, name == "root")
		}
		if got := (tracecontext.ParentBranches{}).Sample(p).Sample; got != tt.byFlag {
			t.Errorf("ParentBranches{}: %s: sample %v, want %v", name, got, tt.byFlag)
		}
	}
}

func TestParentBasedKeepsState(t *testing.T) {
	state := mustState(t, "ot=th:c,foo=1")
	for _, flags := range []tracecontext.Flags{0, 1} {
		parent := tracecontext.SpanContext{idWith(1), randomSpanID(), flags, true, state}
		p := tracecontext.SampleParams{Parent: parent, TraceID: parent.TraceID}
		if got := tracecontext.ParentBased(tracecontext.Ratio(0.5))(p).State; got != state {
			t.Errorf("flags %s: tracestate %q, want %q: a child stands for what its trace stands for", flags, got, state)
		}
	}
}
