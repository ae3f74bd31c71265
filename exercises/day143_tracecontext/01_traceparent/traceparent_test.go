package traceparent_test

import (
	"embed"
	"fmt"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/check"
	traceparent "workbook/exercises/day143_tracecontext/01_traceparent"
	"workbook/exercises/oracle"
)

//go:embed traceparent.go testdata/stub/traceparent.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readParse  = "day143_tracecontext/traceparent.go parseTraceparent"
	readFormat = "day143_tracecontext/traceparent.go SpanContext.write"
)

const (
	trace = "0af7651916cd43dd8448eb211c80319c"
	span  = "b7ad6b7169203331"
)

// shown is the result of Parse as text: the fields, or that it is an error.
func shown(s string) string {
	p, err := traceparent.Parse(s)
	switch {
	case err == nil:
		return fields(p)
	case p != traceparent.Parent{}:
		return fmt.Sprintf("error, but also %+v", p)
	}
	return "error"
}

func fields(p traceparent.Parent) string {
	return fmt.Sprintf("trace %x span %x flags %02x", p.TraceID, p.SpanID, p.Flags)
}

func parseCase(in, want, rule string) check.Case {
	return check.Case{Call: "Parse(%q)", Args: []any{in}, Got: func() string { return shown(in) }, Want: want, Rule: rule}
}

func formatCase(p traceparent.Parent, want, rule string) check.Case {
	return check.Case{
		Call: "Format(Parent{TraceID: %x, SpanID: %x, Flags: %02x})", Args: []any{p.TraceID, p.SpanID, p.Flags},
		Got:  func() string { return fmt.Sprintf("%q", traceparent.Format(p)) },
		Want: fmt.Sprintf("%q", want), Rule: rule,
	}
}

func TestFormat(t *testing.T) {
	judge := check.New(t, readFormat)
	p := traceparent.Parent{TraceID: [16]byte{0x0a, 15: 0x9c}, SpanID: [8]byte{0xb7, 7: 0x31}}
	for _, tt := range []struct {
		name  string
		flags byte
		want  string
		rule  string
	}{
		{"not_sampled", 0x00, "00-0a00000000000000000000000000009c-b700000000000031-00", "the fields are version, trace id, parent id, flags, with dashes between them"},
		{"sampled", 0x01, "00-0a00000000000000000000000000009c-b700000000000031-01", "each byte is two hex digits, leading zeros included"},
		{"unknown_flags", 0xff, "00-0a00000000000000000000000000009c-b700000000000031-03", "only bits 0 and 1 are defined; the others go out as zero"},
	} {
		p.Flags = tt.flags
		judge.Run(tt.name, formatCase(p, tt.want, tt.rule))
	}
}

func TestParseValid(t *testing.T) {
	judge := check.New(t, readParse)
	for _, tt := range []struct{ name, in, flags, rule string }{
		{"sampled", "00-" + trace + "-" + span + "-01", "01", "a valid header of version 00 gives its three fields"},
		{"not_sampled", "00-" + trace + "-" + span + "-00", "00", "not sampled is a decision too, and no error"},
		{"random", "00-" + trace + "-" + span + "-03", "03", "flags are bits: 03 is sampled and random"},
		{"unknown_flags", "00-" + trace + "-" + span + "-fd", "01", "flags that are not defined are masked on the way in"},
	} {
		judge.Run(tt.name, parseCase(tt.in, "trace "+trace+" span "+span+" flags "+tt.flags, tt.rule))
	}
}

func TestParseOnlyDigits(t *testing.T) {
	in := "00-12345678901234567890123456789012-1234567890123456-01"
	want := "trace 12345678901234567890123456789012 span 1234567890123456 flags 01"
	judge := check.New(t, readParse)
	judge.Run("no_letters", parseCase(in, want, "digits are hex digits in lower case too"))
	zeros := strings.Repeat("0", 31)
	judge.Run("zeros_behind_a_digit", parseCase("00-1"+zeros+"-1"+zeros[:15]+"-01", "trace 1"+zeros+" span 1"+zeros[:15]+" flags 01", "an id is missing only when all of it is zeros"))
	judge.Run("nearly_zeros", parseCase("00-"+zeros+"1-"+zeros[:15]+"1-01", "trace "+zeros+"1 span "+zeros[:15]+"1 flags 01", "an id is missing only when all of it is zeros"))
}

func TestParseLaterVersion(t *testing.T) {
	judge := check.New(t, readParse)
	for _, tt := range []struct{ name, in, rule string }{
		{"same_length", "01-" + trace + "-" + span + "-01", "versions 01 to fe are read as 00: a newer caller must not break the trace"},
		{"with_a_tail", "cc-" + trace + "-" + span + "-01-what-comes-next", "what follows byte 55 of a later version is ignored"},
		{"a_long_tail", "cc-" + trace + "-" + span + "-01-" + strings.Repeat("x", 1000), "what follows byte 55 is ignored, however long it is"},
		{"an_upper_case_tail", "cc-" + trace + "-" + span + "-01-NEW, =?", "what follows byte 55 is ignored, whatever it holds"},
		{"with_a_bare_dash", "fe-" + trace + "-" + span + "-01-", "a later version goes on with a dash; an empty tail is one too"},
	} {
		judge.Run(tt.name, parseCase(tt.in, "trace "+trace+" span "+span+" flags 01", tt.rule))
	}
}

func TestParseInvalid(t *testing.T) {
	judge := check.New(t, readParse)
	for _, tt := range []struct{ name, in, rule string }{
		{"empty", "", "shorter than 55 bytes is never valid"},
		{"short_flags", "00-" + trace + "-" + span + "-1", "shorter than 55 bytes is never valid"},
		{"short_trace_id", "00-" + trace[1:] + "-" + span + "-01x", "the dashes stand at bytes 2, 35 and 52"},
		{"long_parent_id", "00-" + trace + "-" + span + "0-1", "the dashes stand at bytes 2, 35 and 52"},
		{"spaces_for_dashes", "00 " + trace + " " + span + " 01", "the dashes stand at bytes 2, 35 and 52"},
		{"space_after", "00-" + trace + "-" + span + "-01 ", "version 00 is exactly 55 bytes: white space around a value is trimmed where headers are read, not here"},
		{"line_end_after", "cc-" + trace + "-" + span + "-01\n", "byte 55 of a later version is a dash or absent"},
		{"dash_in_a_field", "00-0af7651916cd43dd8448eb211c80-19c-" + span + "-01", "a dash stands between the fields and never in one"},
		{"sign_in_the_flags", "00-" + trace + "-" + span + "-+1", "flags are two hex digits: a number with a sign is none"},
		{"all_digits_but_no_dash", strings.Repeat("1", 55), "the dashes stand at bytes 2, 35 and 52"},
		{"no_dash_before_the_flags", "00-" + trace + "-" + span + "001", "the dashes stand at bytes 2, 35 and 52, all three"},
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
		judge.Run(tt.name, parseCase(tt.in, "error", tt.rule))
	}
}

func TestVersionIsDowngraded(t *testing.T) {
	in, want := "cc-"+trace+"-"+span+"-07-more", "00-"+trace+"-"+span+"-03"
	check.New(t, readFormat).Run("cc_goes_out_as_00", check.Case{
		Call: "Format(Parse(%q))", Args: []any{in},
		Got: func() string {
			p, err := traceparent.Parse(in)
			if err != nil {
				return err.Error()
			}
			return traceparent.Format(p)
		},
		Want: want, Rule: "send the highest version that you know, with the fields that you understood",
	})
}

// The day's parser is right: the specification's own test suite is run against it there.
func TestOracleParse(t *testing.T) {
	check.New(t, readParse).Oracle(3000, func(d *oracle.Draw) check.Case {
		in := drawHeader(d)
		want := "error"
		sc, err := tracecontext.ParseTraceparent(in)
		if err == nil {
			want = fields(traceparent.Parent{TraceID: sc.TraceID, SpanID: sc.SpanID, Flags: byte(sc.Flags)})
		}
		return parseCase(in, want, "day 143's ParseTraceparent gives another answer")
	})
}

// drawHeader draws a valid header with a few bytes changed.
func drawHeader(d *oracle.Draw) string {
	version := oracle.Pick(d, "00", "cc", "01", "fe", "ff", "0a")
	traceID := oracle.Pick(d, trace, "12345678901234567890123456789012", strings.Repeat("0", 31)+"1", strings.Repeat("0", 32))
	spanID := oracle.Pick(d, span, "1234567890123456", "1000000000000000", strings.Repeat("0", 16))
	flags := oracle.Pick(d, "01", "00", "03", "02", "ff", fmt.Sprintf("%02x", d.Intn(256)))
	tail := oracle.Pick(d, "", "-", "-01", "-UPPER, =?", "-"+strings.Repeat("x", 1000), ".x", "0", " ", string(d.Byte()))
	header := version + "-" + traceID + "-" + spanID + "-" + flags + tail
	switch oracle.Pick(d, "as it is", "mutated", "a dash for a digit", "a digit changed", "mixed case", "+1 for 01") {
	case "mutated":
		return d.Mutate(header)
	case "a dash for a digit":
		at := d.Intn(len(header))
		return header[:at] + "-" + header[at+1:]
	case "a digit changed":
		at := d.Intn(len(header))
		return header[:at] + string(d.Byte()) + header[at+1:]
	case "mixed case":
		return d.MixCase(header)
	case "+1 for 01":
		return strings.Replace(header, "-0", "-+", 1)
	}
	return header
}

func TestOracleFormat(t *testing.T) {
	check.New(t, readFormat).Oracle(3000, func(d *oracle.Draw) check.Case {
		p := traceparent.Parent{SpanID: [8]byte{7: 1}, TraceID: [16]byte{15: 1}, Flags: byte(d.Intn(256))}
		for range d.Intn(6) {
			p.TraceID[d.Intn(15)], p.SpanID[d.Intn(7)] = d.Byte(), d.Byte()
		}
		sc := tracecontext.SpanContext{TraceID: p.TraceID, SpanID: p.SpanID, Flags: tracecontext.Flags(p.Flags)}
		return formatCase(p, string(sc.AppendTraceparent(nil)), "day 143's AppendTraceparent writes something else")
	})
}
