package logline_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"workbook/day145_correlation/timeline/logline"
)

// Where the id may stand, and what the place is called.
func TestPlace(t *testing.T) {
	tests := []struct {
		name, line string
		want       logline.Place
		group      string
	}{
		{"at the root", `{"request_id":"A1"}`, logline.AtRoot, ""},
		{"in a group", `{"a":{"b":{"request_id":"A1"}}}`, logline.InGroup, "a.b"},
		{"at the root and in a group", `{"a":{"request_id":"A1"},"request_id":"A1"}`, logline.AtRoot, ""},
		{"in a group and at the root", `{"request_id":"A1","a":{"request_id":"A1"}}`, logline.AtRoot, ""},
		{"in two groups", `{"a":{"request_id":"A1"},"b":{"request_id":"A1"}}`, logline.InGroup, "a"},
		{"in a list at the root", `{"request_id":["B","A1"]}`, logline.AtRoot, ""},
		{"in a list of lists", `{"request_id":[["A1"]]}`, logline.AtRoot, ""},
		{"in a group of a list", `{"h":[{"request_id":"A1"}]}`, logline.InGroup, "h"},
		{"in a list of a group", `{"h":{"tags":["x"],"request_id":["A1"]}}`, logline.InGroup, "h"},
		{"in groups of lists", `{"h":[1,[{"i":[{"request_id":"A1"}]}]]}`, logline.InGroup, "h.i"},
		{"in a group without a name", `{"":{"request_id":"A1"}}`, logline.InGroup, ""},
		{"twice at the root, first", `{"request_id":"A1","request_id":"B"}`, logline.AtRoot, ""},
		{"twice at the root, second", `{"request_id":"B","request_id":"A1"}`, logline.AtRoot, ""},
		{"a key with dots", `{"labels.request_id":"A1"}`, logline.InGroup, "labels"},
		{"a key with dots in a group", `{"a":{"b.request_id":"A1"}}`, logline.InGroup, "a.b"},
		{"a key that only ends so", `{"my_request_id":"A1"}`, logline.Nowhere, ""},
		{"another case", `{"REQUEST_ID":"A1"}`, logline.AtRoot, ""},
		{"log4j's map", `{"mdc":{"request_id":"A1"}}`, logline.AtRoot, ""},
		{"below log4j's map", `{"mdc":{"x":{"request_id":"A1"}}}`, logline.InGroup, "mdc.x"},
		{"pairs", `request_id=A1`, logline.AtRoot, ""},
		{"pairs in quotes", `msg="x y" "request_id"="A1"`, logline.AtRoot, ""},
		{"pairs with a group", `http.request_id=A1`, logline.InGroup, "http"},
		{"pairs, in the message", `msg="request_id=A1"`, logline.AtRoot, ""},
		{"in a message of words", `{"msg":"no row for A1"}`, logline.Nowhere, ""},
		{"in an object in the message", `{"msg":"got {\"request_id\":\"A1\"}"}`, logline.Nowhere, ""},
		{"in another field", `{"user":"A1"}`, logline.Nowhere, ""},
		{"as a part", `{"request_id":"A11"}`, logline.Nowhere, ""},
		{"wrapped, in a group", `{"log":"{\"g\":{\"request_id\":\"A1\"}}\n"}`, logline.InGroup, "g"},
		{"wrapped twice", `{"MESSAGE":"{\"log\":\"request_id=A1\\n\"}"}`, logline.AtRoot, ""},
	}
	finder := logline.NewFinder("request_id", "A1")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := finder.Read([]byte(tt.line))
			if err != nil || got.ID != tt.want || got.Group != tt.group {
				t.Errorf("Read(%s)\n got: %v, place %d, group %q\nwant: place %d, group %q",
					tt.line, err, got.ID, got.Group, tt.want, tt.group)
			}
		})
	}
}

// Every escape that JSON allows, wrapped or not, and Go's in quoted text.
func TestEscapedID(t *testing.T) {
	tests := []struct{ id, line string }{
		{"host/abc-1", `{"request_id":"host\/abc-1"}`},
		{"A1", `{"request_id":"\u0041\u0031"}`},
		{"A1", `{"request_id":"\u0041" ,"x":1,"request_id":"A\u0031"}`},
		{"<a&b>", `{"request_id":"\u003ca\u0026b\u003E"}`},
		{"é€😀", `{"request_id":"\u00e9\u20AC\ud83d\ude00"}`},
		{`a"b\c`, `{"request_id":"a\"b\\c"}`},
		{"a\tb\n\b\f\r", `{"request_id":"a\tb\n\b\f\r"}`},
		{"A1", `{"log":"{\"request_id\":\"\\u0041\\u0031\"}\n"}`},
		{"host/abc-1", `{"MESSAGE":"{\"log\":\"{\\\"request_id\\\":\\\"host\\\\/abc-1\\\"}\"}"}`},
		{"a\x1bb é", `msg=m request_id="a\x1bb \u00e9"`},
		{"a/b", `msg=m request_id="a\/b"`},
		{"17", `{"request_id":17}`},
	}
	for _, tt := range tests {
		finder := logline.NewFinder("request_id", tt.id)
		got, err := finder.Read([]byte(tt.line))
		if holds := finder.Holds([]byte(tt.line)); !holds || err != nil || got.ID != logline.AtRoot {
			t.Errorf("id %q in %s\n got: Holds %v, place %d, %v\nwant: true, %d",
				tt.id, tt.line, holds, got.ID, err, logline.AtRoot)
		}
	}
	others := []string{`{"msg":"C:\\temp\\u0041"}`, `{"msg":"\u0042\ud800\u12"}`, `{"msg":"\\`, `\`, `{"request_id":17.0}`}
	for _, line := range others {
		if logline.NewFinder("request_id", "A1").Holds([]byte(line)) {
			t.Errorf("Holds(%s) = true for A1, want false", line)
		}
	}
}

func TestFields(t *testing.T) {
	tests := []struct {
		name, line string
		want       logline.Line
	}{
		{"members of groups are not the line's",
			`{"g":{"msg":"x","level":"x","time":"2026-11-25T12:00:00Z","service":"x"}}`, logline.Line{}},
		{"members behind a group", `{"g":{"a":{"b":1}},"msg":"m","service":"s"}`, logline.Line{Message: "m", Service: "s"}},
		{"members behind a list", `{"tags":["x",{"msg":"x"},[1,null]],"msg":"m"}`, logline.Line{Message: "m"}},
		{"the logger's own comes first", `{"level":"INFO","msg":"m","msg":"attr","level":"x"}`,
			logline.Line{Level: "INFO", Message: "m"}},
		{"an event beside a message", `{"event":"click","msg":"m"}`, logline.Line{Message: "m"}},
		{"what is not UTF-8", "{\"msg\":\"a\xffb\"}", logline.Line{Message: "a\uFFFDb"}},
		{"wrapped words are the message", `{"log":"no row\n","stream":"stderr"}`, logline.Line{Message: "no row"}},
		{"a level of digits in a pair", "level=30 msg=m", logline.Line{Level: "INFO", Message: "m"}},
		{"an empty value", "level= msg=m", logline.Line{Message: "m"}},
		{"words in front are the message", `INFO pay/a.go:7 charge {"status":200}`,
			logline.Line{Message: "INFO pay/a.go:7 charge"}},
		{"an object in the message stays there", `{"msg":"got {\"msg\":\"x\"}"}`, logline.Line{Message: `got {"msg":"x"}`}},
		{"a quote inside a word", `msg=a"b level=INFO`, logline.Line{Message: `a"b`, Level: "INFO"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := logline.NewFinder("request_id", "A1").Read([]byte(tt.line))
			if err != nil || got != tt.want {
				t.Errorf("Read(%s)\n got: %+v, %v\nwant: %+v", tt.line, got, err, tt.want)
			}
		})
	}
	refused := []string{"", "panic: no row", "a=b c", "a=b c=", `a="b`, `a="b"c`, "=b", "{", "[1]", `{"a":1}{"b":2}`, "a =b"}
	for _, line := range refused {
		got, err := logline.NewFinder("request_id", "A1").Read([]byte(line))
		want := logline.ErrForm
		if line == "a=b c=" || line == `a="b` {
			want = nil // an empty value, and a quote that is not closed is a letter
		}
		if !errors.Is(err, want) {
			t.Errorf("Read(%q) = %+v, %v, want %v", line, got, err, want)
		}
	}
}

// FuzzRead: what encoding/json takes for an object is read, the id is found where
// a map would find it, and nothing is found that Holds has ruled out.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"time":"2026-11-25T12:00:00Z","level":"INFO","msg":"m","request_id":"A1"}`,
		`{"request_id":"A1","request_id":"B"}`, `{"g":{"request_id":"A1"}}`, `{"l":[[{"request_id":"A1"}]]}`,
		`{"ts":1e5,"request_id":"\u0041\u0031"}`, `{}`, `{"":{"":[]}}`, `[1]`, `{"a":1}{"b":2}`, `{"msg":"\ud800"}`,
		`{"request_id":["A1"]}`, `{"log":"{\"request_id\":\"\\u00411\"}\n","stream":"stdout"}`, `{"MESSAGE":[65,49]}`,
		`time=2026-11-25T03:12:41,5+0200 level=30 msg="a \"b\"" request_id="\x411"`,
		`{"instant":{"epochSecond":1,"nanoOfSecond":1e99}}`,
		`2026-11-25T03:12:41Z stdout P {"request_id":"A1"}`,
	} {
		f.Add(seed)
	}
	finder := logline.NewFinder("request_id", "A1")
	f.Fuzz(func(t *testing.T, line string) {
		got, err := finder.Read([]byte(line))
		if got.ID > logline.Nowhere && !finder.Holds([]byte(line)) {
			t.Errorf("Read(%q) finds the id, and Holds has ruled it out", line)
		}
		for _, text := range []string{got.Message, got.Level, got.Service, got.Group} {
			if len(text) > 10*512+3 || strings.ContainsAny(text, "\n\r\x00\x1b") {
				t.Errorf("Read(%q) gives the text %q", line, text)
			}
		}
		if !strings.HasPrefix(line, "{") || !json.Valid([]byte(line)) {
			return
		}
		var members map[string]any
		if err != nil || json.Unmarshal([]byte(line), &members) != nil {
			t.Fatalf("Read(%q) = %v, want no error: it is an object", line, err)
		}
		if members["request_id"] == "A1" && got.ID != logline.AtRoot {
			t.Errorf("Read(%q) did not find the id at the root", line)
		}
	})
}

// A line of a peer costs no more than its length, however it nests: the path of a
// group is joined once, and no longer than it is shown.
func TestReadIsLinear(t *testing.T) {
	lists := strings.Repeat("[", 9000) + `{"request_id":"A1"}` + strings.Repeat("]", 9000)
	long := strings.Repeat("k", 300_000)
	tests := []struct{ name, line string }{
		{"a long key over nested lists", `{"` + long + `":` + lists + "}"},
		{"a long key over many ids", `{"` + long + `":{"x":1` + strings.Repeat(`,"request_id":"A1"`, 20_000) + "}}"},
		{"many groups", strings.Repeat(`{"group":`, 9000) + `{"request_id":"A1"}` + strings.Repeat("}", 9000)},
		{"many escapes", `{"msg":"` + strings.Repeat(`\\`, 300_000) + `","request_id":"A1"}`},
		{"many pairs", strings.Repeat(`k="\\" `, 100_000) + "request_id=A1"},
	}
	finder := logline.NewFinder("request_id", "A1")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got logline.Line
			start := time.Now()
			allocated := testing.AllocsPerRun(1, func() { got, _ = finder.Read([]byte(tt.line)) })
			if got.ID == logline.Nowhere || len(got.Group) > 600 {
				t.Errorf("place %d, a group of %d bytes, want the id and at most 600", got.ID, len(got.Group))
			}
			if limit := float64(len(tt.line)); allocated > limit || time.Since(start) > time.Minute {
				t.Errorf("%d bytes took %v and %v allocations", len(tt.line), time.Since(start), allocated)
			}
		})
	}
}
