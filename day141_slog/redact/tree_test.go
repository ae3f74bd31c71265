package redact_test

import (
	"encoding/json"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"workbook/day141_slog/redact"
)

// Number is embedded in a struct, though it is none.
type Number int

type innerPart struct {
	Name  string
	Level int
}

type wholePart struct {
	innerPart
	Number
	Level    int    // hides the embedded one
	Renamed  string `json:"other,omitempty"`
	Empty    string `json:"empty,omitempty"`
	Zero     int    `json:",omitzero"`
	Never    string `json:"-"`
	own      string
	Password string
}

// namedDash has a field that JSON calls "-", unlike one that it leaves out. Linters
// doubt that anybody means the tag, so the type is made here.
func namedDash() any {
	text := reflect.TypeFor[string]()
	v := reflect.New(reflect.StructOf([]reflect.StructField{
		{Name: "Dash", Type: text, Tag: `json:"-,"`}, {Name: "Password", Type: text},
	})).Elem()
	v.Field(0).SetString("d")
	v.Field(1).SetString(hunter)
	return v.Interface()
}

type marshalsItself struct{ text string }

func (m marshalsItself) MarshalJSON() ([]byte, error) { return []byte(m.text), nil }

// Where a secret is hidden, all else must print as encoding/json would have
// printed it: names, what is left out, and what an outer field hides.
func TestRedactorTreeIsLikeJSON(t *testing.T) {
	r := redact.New(redact.Options{})
	tests := []struct {
		name string
		x    any
	}{
		{"struct", wholePart{innerPart{"n", 1}, 5, 2, "r", "", 0, "never", "own", hunter}},
		{"struct of empty fields", wholePart{Password: hunter}},
		{"struct with a field named -", namedDash()},
		{"marshals itself as an object", marshalsItself{`{"password":"` + hunter + `","n":1.50,"list":[true,null,"x"]}`}},
		{"marshals itself as a list", marshalsItself{`["password=` + hunter + `",7]`}},
		{"JSON in a string", `{"user":"alice","password":"` + hunter + `","n":10000000000000001}`},
		{"a list of JSON in a string", `[{"password":"` + hunter + `"},1]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := unordered(t, strings.ReplaceAll(jsonText(t, tt.x), hunter, redact.Marker))
			if got := unordered(t, jsonText(t, r.ReplaceAttr(nil, slog.Any("part", tt.x)).Value.Any())); got != want {
				t.Errorf("ReplaceAttr(part=%+v) as JSON\n got: %s\nwant: %s", tt.x, got, want)
			}
		})
	}
}

// jsonText is x as JSON, or x itself if it is JSON in a string.
func jsonText(t *testing.T, x any) string {
	if s, ok := x.(string); ok {
		return s
	}
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// unordered makes texts comparable: a tree has its keys sorted.
func unordered(t *testing.T, text string) string {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var x any
	if err := dec.Decode(&x); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return jsonText(t, x)
}

// A number under a name such as tokens is a count, whatever kind it has. Under
// pin it is a secret, in text as well.
func TestRedactorCounts(t *testing.T) {
	r := redact.New(redact.Options{})
	for _, v := range []slog.Value{slog.IntValue(7), slog.Uint64Value(7), slog.Float64Value(7.5), slog.DurationValue(time.Second),
		slog.BoolValue(true)} {
		a := slog.Attr{Key: "prompt_tokens", Value: v}
		if got, want := r.ReplaceAttr(nil, a), a; !got.Equal(want) {
			t.Errorf("ReplaceAttr(%v) of kind %v\n got: %v\nwant: %v", a, v.Kind(), got, want)
		}
		a.Key = "pin"
		if got, want := r.ReplaceAttr(nil, a), slog.String("pin", redact.Marker); !got.Equal(want) {
			t.Errorf("ReplaceAttr(%v) of kind %v\n got: %v\nwant: %v", a, v.Kind(), got, want)
		}
	}
	text, want := "pin=1234 tokens=512 password=1234 pass=true", "pin=[REDACTED] tokens=512 password=[REDACTED] pass=true"
	if got := r.ReplaceAttr(nil, slog.String("note", text)).Value.String(); got != want {
		t.Errorf("ReplaceAttr(note=%q)\n got: %q\nwant: %q", text, got, want)
	}
}
