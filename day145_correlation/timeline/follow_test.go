package timeline

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// follow follows A1 through logs, one string each, and returns the lines printed
// without the header.
func follow(t *testing.T, o Options, logs ...string) ([]string, Stats) {
	t.Helper()
	o.ID = "A1"
	var inputs []Input
	for i, log := range logs {
		inputs = append(inputs, Input{fmt.Sprintf("svc%d", i), strings.NewReader(log)})
	}
	var out bytes.Buffer
	stats, err := Follow(&out, inputs, o)
	if err != nil {
		t.Fatalf("Follow: %v", err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	return lines[1:], stats
}

// second is a line of A1 at second s, whose message is s.
func second(s int) string {
	t := time.Date(2026, 11, 25, 3, 0, s, 0, time.UTC)
	return fmt.Sprintf(`{"time":%q,"level":"INFO","msg":"s%d","request_id":"A1"}`+"\n", t.Format(time.RFC3339Nano), s)
}

// messages are the last words of the lines.
func messages(lines []string) string {
	var all []string
	for _, l := range lines {
		all = append(all, strings.Fields(l[61:])[1])
	}
	return strings.Join(all, " ")
}

func TestFollowMerges(t *testing.T) {
	tests := []struct {
		name   string
		window int
		logs   []string
		want   string
		late   int64
	}{
		{"two logs", 0, []string{second(1) + second(4), second(2) + second(3)}, "s1 s2 s3 s4", 0},
		{"three, one empty", 0, []string{second(2), "", second(1)}, "s1 s2", 0},
		{"out of order inside", 0, []string{second(3) + second(1) + second(2), second(0)}, "s0 s1 s2 s3", 0},
		{"within the window", 2, []string{second(3) + second(4) + second(1)}, "s1 s3 s4", 0},
		{"beyond the window", 1, []string{second(3) + second(4) + second(5) + second(1)}, "s3 s4 s1 s5", 1},
		{"no window", -1, []string{second(3) + second(1) + second(4), second(2)}, "s2 s3 s1 s4", 1},
		{"late twice", -1, []string{second(9) + second(1) + second(3)}, "s9 s1 s3", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines, stats := follow(t, Options{Window: tt.window}, tt.logs...)
			if got := messages(lines); got != tt.want || stats.Late != tt.late {
				t.Errorf("got %q, %d late, want %q, %d late", got, stats.Late, tt.want, tt.late)
			}
		})
	}
}

// Lines of the same instant keep the order of the inputs and of their lines.
func TestFollowTies(t *testing.T) {
	line := func(msg string) string {
		return fmt.Sprintf(`{"time":"2026-11-25T03:00:00Z","level":"INFO","msg":%q,"request_id":"A1"}`+"\n", msg)
	}
	var logs [2]string
	var want []string
	for i, name := range []string{"a", "b"} {
		for n := range 20 {
			logs[i] += line(fmt.Sprint(name, n))
			want = append(want, fmt.Sprint(name, n))
		}
	}
	lines, _ := follow(t, Options{}, logs[:]...)
	if got, want := messages(lines), strings.Join(want, " "); got != want {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
}

// A line without a time stands behind the request's line before it in its file,
// and has no time of its own if there is none.
func TestFollowNoTime(t *testing.T) {
	bare := `{"level":"INFO","msg":"bare","request_id":"A1"}` + "\n"
	lines, stats := follow(t, Options{}, bare+second(1)+bare+second(5), second(3))
	if got, want := messages(lines), "bare s1 bare s3 s5"; got != want || stats.NoTime != 2 {
		t.Errorf("got %q, %d without a time, want %q, 2", got, stats.NoTime, want)
	}
	wants := []string{
		"-                                    -          -  svc0",
		"2026-11-25T03:00:01.000000Z   +0.000ms   +0.000ms  svc0",
		"2026-11-25T03:00:01.000000Z   +0.000ms   +0.000ms  svc0",
	}
	for i, want := range wants {
		if got := lines[i]; !strings.HasPrefix(got, want) {
			t.Errorf("line %d\n got: %s\nwant: %s...", i, got, want)
		}
	}
}

// TestFollowShuffled: whatever the shuffle inside the window and the spread
// over inputs, the output is sorted and complete.
func TestFollowShuffled(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 145))
		logs := make([]string, 1+rng.IntN(4))
		order := rng.Perm(59)
		slices.SortStableFunc(order, func(a, b int) int { return a/5 - b/5 }) // out of order by less than 5
		for _, s := range order {
			logs[rng.IntN(len(logs))] += second(s)
		}
		lines, stats := follow(t, Options{Window: 8}, logs...)
		var want []string
		for s := range 59 {
			want = append(want, fmt.Sprintf("s%d", s))
		}
		if got, want := messages(lines), strings.Join(want, " "); got != want || stats.Late != 0 {
			t.Fatalf("seed %d, %d logs: %d late\n got: %s\nwant: %s", seed, len(logs), stats.Late, got, want)
		}
	}
}

// A reading error ends its own input only, and is reported with its place.
func TestFollowReadError(t *testing.T) {
	broken := errors.New("disk gone")
	var out bytes.Buffer
	stats, err := Follow(&out, []Input{
		{"a", io.MultiReader(strings.NewReader(second(1)), iotest.ErrReader(broken))},
		{"b", strings.NewReader(second(2))},
	}, Options{ID: "A1"})
	want := `"a": after 1 lines: disk gone`
	if !errors.Is(err, broken) || err.Error() != want || stats.Matched != 2 {
		t.Errorf("Follow: %v, %d matched, want %q, 2", err, stats.Matched, want)
	}
}

func TestFollowOneByteReads(t *testing.T) {
	var whole, bytewise bytes.Buffer
	log := second(1) + "x\n" + second(2)
	readers := map[*bytes.Buffer]io.Reader{
		&whole: strings.NewReader(log), &bytewise: iotest.OneByteReader(strings.NewReader(log)),
	}
	for out, in := range readers {
		if _, err := Follow(out, []Input{{"a", in}}, Options{ID: "A1"}); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := bytewise.String(), whole.String(); got != want {
		t.Errorf("byte by byte\n got: %s\nwant: %s", got, want)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestFollowWriteError(t *testing.T) {
	want := errors.New("pipe closed")
	for _, window := range []int{0, -1} {
		inputs := []Input{{"a", strings.NewReader(second(1) + second(2))}}
		_, got := Follow(brokenWriter{want}, inputs, Options{ID: "A1", Window: window})
		if !errors.Is(got, want) {
			t.Errorf("window %d: Follow = %v, want %v", window, got, want)
		}
	}
}

func TestFollowOptions(t *testing.T) {
	tests := []struct {
		name string
		o    Options
		want string
	}{
		{"no id", Options{}, "timeline options: no id to follow"},
		{"an id that is not UTF-8", Options{ID: "a\xff"},
			`timeline options: id "a\xff" is not UTF-8, and no log line has it`},
		{"a short line", Options{ID: "A1", MaxLine: 1}, "timeline options: a longest line of 1 bytes, want 16 to 1073741824"},
		{"a line that fills the memory", Options{ID: "A1", MaxLine: 1<<30 + 1},
			"timeline options: a longest line of 1073741825 bytes, want 16 to 1073741824"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := Follow(io.Discard, nil, tt.o)
			if !errors.Is(got, ErrOptions) || got.Error() != tt.want {
				t.Errorf("Follow = %v, want %q", got, tt.want)
			}
		})
	}
}
