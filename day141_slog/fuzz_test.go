package logging_test

import (
	"bytes"
	"context"
	"log/slog"
	"math"
	"testing"
	"time"
)

// sameLine logs attrs on both sides, in a group and through WithAttrs as well.
func sameLine(t *testing.T, r slog.Record, group string, attrs ...slog.Attr) {
	t.Helper()
	for _, f := range formats() {
		var got, want bytes.Buffer
		ours, std := f.ours(&got, nil), f.std(&want, nil)
		if group != "" {
			ours, std = ours.WithGroup(group).WithAttrs(attrs), std.WithGroup(group).WithAttrs(attrs)
		}
		full := r.Clone()
		full.AddAttrs(attrs...)
		if err := ours.Handle(context.Background(), full); err != nil {
			t.Fatal(err)
		}
		if err := std.Handle(context.Background(), full); err != nil {
			t.Fatal(err)
		}
		if got, want := sameSpelling(got.String()), sameSpelling(want.String()); got != want {
			surprise(t, "%s, group %q, attrs %q\n got: %q\nwant: %q", f.name, group, attrs, got, want)
		}
	}
}

func record(msg string) slog.Record { return slog.NewRecord(time.Time{}, slog.LevelInfo, msg, 0) }

func FuzzStrings(f *testing.F) {
	for _, s := range []string{"", " ", "plain", `q"uo\te`, "a=b", "\x00\x1f\x7f", "\xff\xc3\x28", "\u2028\u2029\ufffd", "<&>", "日本 é"} {
		f.Add(s, s, s)
		f.Add("k", s, "")
		f.Add(s, "v", "G")
	}
	f.Fuzz(func(t *testing.T, key, value, group string) {
		sameLine(t, record(value), group, slog.String(key, value), slog.Any(key+"2", []byte(value)))
	})
}

func FuzzFloats(f *testing.F) {
	for _, x := range []float64{0, 1, -1e-7, 1e21, 123456.789, math.SmallestNonzeroFloat64, math.Inf(1), math.NaN()} {
		f.Add(math.Float64bits(x))
	}
	f.Fuzz(func(t *testing.T, bits uint64) {
		sameLine(t, record(""), "", slog.Float64("k", math.Float64frombits(bits)))
	})
}

func FuzzTimes(f *testing.F) {
	f.Add(int64(0), int64(0), 0)
	f.Add(int64(951782399), int64(999_999_999), 19800)
	f.Add(int64(-62135596800), int64(1_000_000), -11249)
	f.Add(int64(253402300799), int64(120), 59)
	f.Fuzz(func(t *testing.T, sec, nsec int64, offset int) {
		when := time.Unix(sec, nsec%1e9).In(time.FixedZone("", offset%(26*3600)))
		if when.Year() < 0 || when.Year() > 9999 {
			return // the standard library is wrong there; see TestException
		}
		r := record("")
		r.Time = when
		sameLine(t, r, "G", slog.Time("k", when))
	})
}
