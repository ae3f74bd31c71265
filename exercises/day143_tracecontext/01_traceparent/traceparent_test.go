package traceparent

import (
	"fmt"
	"testing"
)

const (
	trace = "0af7651916cd43dd8448eb211c80319c"
	span  = "b7ad6b7169203331"
)

// shown is the result of Parse as text: the fields, or that it is an error.
func shown(s string) string {
	p, err := Parse(s)
	switch {
	case err == nil:
		return fmt.Sprintf("trace %x span %x flags %02x", p.TraceID, p.SpanID, p.Flags)
	case p != Parent{}:
		return fmt.Sprintf("error, but also %+v", p)
	}
	return "error"
}

func TestFormat(t *testing.T) {
	p := Parent{TraceID: [16]byte{0x0a, 15: 0x9c}, SpanID: [8]byte{0xb7, 7: 0x31}}
	for _, c := range []struct {
		name  string
		flags byte
		want  string
		rule  string
	}{
		{"not_sampled", 0x00, "00-0a00000000000000000000000000009c-b700000000000031-00", "the fields are version, trace id, parent id, flags, with dashes between them"},
		{"sampled", 0x01, "00-0a00000000000000000000000000009c-b700000000000031-01", "each byte is two hex digits, leading zeros included"},
		{"unknown_flags", 0xff, "00-0a00000000000000000000000000009c-b700000000000031-03", "only bits 0 and 1 are defined; the others go out as zero"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := p
			p.Flags = c.flags
			call := fmt.Sprintf("Format(Parent{TraceID: %x, SpanID: %x, Flags: %02x})", p.TraceID, p.SpanID, p.Flags)
			check(t, call, fmt.Sprintf("%q", c.want), c.rule, func() string { return fmt.Sprintf("%q", Format(p)) })
		})
	}
}

func TestParseValid(t *testing.T) {
	for _, c := range []struct{ name, in, flags, rule string }{
		{"sampled", "00-" + trace + "-" + span + "-01", "01", "a valid header of version 00 gives its three fields"},
		{"not_sampled", "00-" + trace + "-" + span + "-00", "00", "not sampled is a decision too, and no error"},
		{"random", "00-" + trace + "-" + span + "-03", "03", "flags are bits: 03 is sampled and random"},
		{"unknown_flags", "00-" + trace + "-" + span + "-fd", "01", "flags that are not defined are masked on the way in"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := "trace " + trace + " span " + span + " flags " + c.flags
			check(t, fmt.Sprintf("Parse(%q)", c.in), want, c.rule, func() string { return shown(c.in) })
		})
	}
}

func TestParseLaterVersion(t *testing.T) {
	for _, c := range []struct{ name, in, rule string }{
		{"same_length", "01-" + trace + "-" + span + "-01", "versions 01 to fe are read as 00: a newer caller must not break the trace"},
		{"with_a_tail", "cc-" + trace + "-" + span + "-01-what-comes-next", "what follows byte 55 of a later version is ignored"},
		{"with_a_bare_dash", "fe-" + trace + "-" + span + "-01-", "a later version goes on with a dash; an empty tail is one too"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := "trace " + trace + " span " + span + " flags 01"
			check(t, fmt.Sprintf("Parse(%q)", c.in), want, c.rule, func() string { return shown(c.in) })
		})
	}
}

func TestParseInvalid(t *testing.T) {
	for _, c := range []struct{ name, in, rule string }{
		{"empty", "", "shorter than 55 bytes is never valid"},
		{"short_flags", "00-" + trace + "-" + span + "-1", "shorter than 55 bytes is never valid"},
		{"short_trace_id", "00-" + trace[1:] + "-" + span + "-01x", "the dashes stand at bytes 2, 35 and 52"},
		{"long_parent_id", "00-" + trace + "-" + span + "0-1", "the dashes stand at bytes 2, 35 and 52"},
		{"spaces_for_dashes", "00 " + trace + " " + span + " 01", "the dashes stand at bytes 2, 35 and 52"},
		{"space_after", "00-" + trace + "-" + span + "-01 ", "version 00 is exactly 55 bytes: white space around a value is trimmed where headers are read, not here"},
		{"line_end_after", "cc-" + trace + "-" + span + "-01\n", "byte 55 of a later version is a dash or absent"},
		{"not_hex", "00-" + trace[1:] + "g-" + span + "-01", "ids are hex digits"},
		{"upper_case", "00-0AF7651916CD43DD8448EB211C80319C-" + span + "-01", "hex is lower case on the wire, for one spelling of each id"},
		{"upper_case_flags", "00-" + trace + "-" + span + "-0A", "the flags are lower case as well"},
		{"version_not_hex", "0x-" + trace + "-" + span + "-01", "the version is two hex digits as well"},
		{"version_upper_case", "CC-" + trace + "-" + span + "-01", "the version is lower case as well"},
		{"zero_trace_id", "00-00000000000000000000000000000000-" + span + "-01", "an id of zeros means that there is none"},
		{"zero_parent_id", "00-" + trace + "-0000000000000000-01", "an id of zeros means that there is none"},
		{"version_ff", "ff-" + trace + "-" + span + "-01", "version ff is forbidden"},
		{"version_00_and_a_tail", "00-" + trace + "-" + span + "-01-more", "version 00 is exactly 55 bytes"},
		{"version_00_and_a_dash", "00-" + trace + "-" + span + "-01-", "version 00 is exactly 55 bytes: a dash more is one byte too many"},
		{"later_version_without_dash", "cc-" + trace + "-" + span + "-01.more", "byte 55 of a later version is a dash or absent"},
		{"later_version_zero_id", "cc-00000000000000000000000000000000-" + span + "-01", "later versions keep the rules of version 00 up to byte 55"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := "error"
			check(t, fmt.Sprintf("Parse(%q)", c.in), want, c.rule, func() string { return shown(c.in) })
		})
	}
}

func TestVersionIsDowngraded(t *testing.T) {
	t.Run("cc_goes_out_as_00", func(t *testing.T) {
		in, want := "cc-"+trace+"-"+span+"-07-more", "00-"+trace+"-"+span+"-03"
		check(t, fmt.Sprintf("Format(Parse(%q))", in), fmt.Sprintf("%q", want), "send the highest version that you know, with the fields that you understood", func() string {
			p, err := Parse(in)
			if err != nil {
				return err.Error()
			}
			return fmt.Sprintf("%q", Format(p))
		})
	})
}

// check compares what f returns with want; a panic in f is a failure of this
// case alone.
func check(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	got := func() (got string) {
		defer func() {
			if v := recover(); v != nil {
				got = fmt.Sprint("panic: ", v)
			}
		}()
		return f()
	}()
	if got != want {
		t.Errorf("%s\n got: %s\nwant: %s\nrule: %s\nread: day143_tracecontext/traceparent.go\nedit: exercises/day143_tracecontext/01_traceparent/traceparent.go",
			call, got, want, rule)
	}
}
