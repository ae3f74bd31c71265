package encode_test

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"
	"time"

	"workbook/day141_slog/encode"
)

// What a string becomes must read back as that string, whatever stood before it.
func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", `"\`, "\b\f\n", "\u2028", "\xff", "seven b", "eight by", "nine byte", "é at the end é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := encode.AppendString([]byte("kept"), s)
		var back string
		if err := json.Unmarshal(got[len("kept"):], &back); err != nil || string(got[:len("kept")]) != "kept" {
			t.Fatalf("AppendString(kept, %q)\n got: %q, which reads back with: %v", s, got, err)
		}
		if want := string([]rune(s)); back != want { // bytes that are not UTF-8 become U+FFFD
			t.Errorf("AppendString(%q) reads back\n got: %q\nwant: %q", s, back, want)
		}
	})
}

func FuzzAppendFloat(f *testing.F) {
	for _, x := range []float64{0, 1, -1e-7, 1e21, 1e-10, 123456.789, math.SmallestNonzeroFloat64, math.MaxFloat64} {
		f.Add(math.Float64bits(x))
	}
	f.Fuzz(func(t *testing.T, bits uint64) {
		x := math.Float64frombits(bits)
		want, err := json.Marshal(x)
		if err != nil { // NaN and the infinities: no number of JSON
			want = strconv.AppendQuote(nil, "!ERROR:"+err.Error())
		}
		if got := encode.AppendFloat(nil, x); string(got) != string(want) {
			t.Errorf("AppendFloat(%v)\n got: %s\nwant: %s", x, got, want)
		}
	})
}

func TestAppendTime(t *testing.T) {
	zone := time.FixedZone("", -(3*3600 + 30*60))
	tests := []struct {
		when      time.Time
		precision encode.Precision
		want      string
		ok        bool
	}{
		{time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC), encode.Nanoseconds, "2026-03-02T12:00:00Z", true},
		{time.Date(2026, 3, 2, 12, 0, 0, 120_000_000, time.UTC), encode.Nanoseconds, "2026-03-02T12:00:00.12Z", true},
		{time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC), encode.Milliseconds, "2026-03-02T12:00:00.000Z", true},
		{time.Date(2024, 2, 29, 23, 59, 59, 999_999_999, zone), encode.Milliseconds, "2024-02-29T23:59:59.999-03:30", true},
		{time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC), encode.Milliseconds, "", false},
		{time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), encode.Nanoseconds, "", false},
	}
	for _, tt := range tests {
		got, ok := encode.AppendTime(nil, tt.when, tt.precision)
		if string(got) != tt.want || ok != tt.ok {
			t.Errorf("AppendTime(%v, %v)\n got: %q, %v\nwant: %q, %v", tt.when, tt.precision, got, ok, tt.want, tt.ok)
		}
	}
}

func TestAppendText(t *testing.T) {
	for text, want := range map[string]string{
		"": `""`, "GET": "GET", "two words": `"two words"`, "a=b": `"a=b"`, `say "hi"`: `"say \"hi\""`,
		"line\nbreak": `"line\nbreak"`, "é": "é", "\u00a0": `"\u00a0"`, "\xff": `"\xff"`, `back\slash`: `back\slash`,
	} {
		if got := string(encode.AppendText(nil, text)); got != want {
			t.Errorf("AppendText(%q)\n got: %s\nwant: %s", text, got, want)
		}
	}
}

func TestEndless(t *testing.T) {
	type names []byte
	self := map[string]any{}
	self["self"] = []any{self}
	for name, x := range map[string]any{"a map": map[string]any{"a": []any{1}}, "nil": nil, "bytes": names("abc")} {
		if encode.Endless(x) {
			t.Errorf("Endless(%s)\n got: true\nwant: false", name)
		}
	}
	if !encode.Endless(self) || !encode.Endless(&self) {
		t.Errorf("Endless(a map that contains itself)\n got: false\nwant: true")
	}
	if got, ok := encode.Bytes(names("abc")); !ok || string(got) != "abc" {
		t.Errorf("Bytes(a named slice of bytes)\n got: %q, %v\nwant: %q, true", got, ok, "abc")
	}
	if got, ok := encode.Bytes("abc"); ok {
		t.Errorf("Bytes(a string)\n got: %q, true\nwant: false", got)
	}
}
