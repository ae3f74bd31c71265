package ask_test

import (
	"testing"

	"workbook/exercises/drills/ask"
)

type color string

func TestEvidence(t *testing.T) {
	against := map[color]string{"blue": "it is red in the light"}
	clock := func(given string) string { return ask.Clock(given, "03:06", "early", "03:08", "late") }
	tests := []struct{ name, got, want string }{
		{"no time", clock(""), ask.Unanswered},
		{"no such time", clock("3 o'clock"), `"3 o'clock" is no time of the day like 23:59`},
		{"too early", clock("03:05"), "early"},
		{"the first minute", clock("03:06"), ""},
		{"the last minute", clock("03:08"), ""},
		{"too late", clock("03:09"), "late"},
		{"no number", ask.Number(0, 4, "low", 5, "high"), ask.Unanswered},
		{"a low number", ask.Number(3, 4, "low", 5, "high"), "low"},
		{"a number", ask.Number(4.5, 4, "low", 5, "high"), ""},
		{"a high number", ask.Number(6, 4, "low", 5, "high"), "high"},
		{"no choice", ask.Choice("", "red", against), ask.Unanswered},
		{"the choice that stands", ask.Choice("red", "red", against), ""},
		{"a choice with evidence against it", ask.Choice("blue", "red", against), "it is red in the light"},
		{"no such choice", ask.Choice("green", "red", against), `"green" is none of the choices`},
		{"the first evidence", ask.First("", "one", "two"), "one"},
		{"no evidence", ask.First("", ask.If(false, "one")), ""},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}
