package main

import (
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	var list []*exercise
	for _, dir := range []string{"day141_slog/01_badkey", "day141_slog/02_redact", "day141_slog/04_handler", "day144_healthcheck/01_health",
		"day145_correlation/03_handler", "day146_alerting/01_rate", "day146_alerting/03_burnrate", "day146_alerting/12_late", "capstone"} {
		list = append(list, &exercise{dir: "exercises/" + dir})
	}
	for _, tt := range []struct {
		name string
		want []string
	}{
		{"redact", []string{"day141_slog/02_redact"}},
		{"02_redact", []string{"day141_slog/02_redact"}},
		{"edac", []string{"day141_slog/02_redact"}},
		{"141/2", []string{"day141_slog/02_redact"}},
		{"141/02", []string{"day141_slog/02_redact"}},
		{"day141/redact", []string{"day141_slog/02_redact"}},
		{"slog/bad", []string{"day141_slog/01_badkey"}},
		{"146/2", nil},
		{"44", []string{"day144_healthcheck/01_health"}},
		{"day146", []string{"day146_alerting/01_rate", "day146_alerting/03_burnrate", "day146_alerting/12_late"}},
		{"146/12", []string{"day146_alerting/12_late"}},
		{"rate", []string{"day146_alerting/01_rate"}},
		{"health", []string{"day144_healthcheck/01_health"}},
		{"handler", []string{"day141_slog/04_handler", "day145_correlation/03_handler"}},
		{"141", []string{"day141_slog/01_badkey", "day141_slog/02_redact", "day141_slog/04_handler"}},
		{"day141_slog/04_handler", []string{"day141_slog/04_handler"}},
		{"exercises/day141_slog/04_handler", []string{"day141_slog/04_handler"}},
		{"./exercises/day141_slog/04_handler/", []string{"day141_slog/04_handler"}},
		{`day141_slog\04_handler`, []string{"day141_slog/04_handler"}},
		{"capstone", []string{"capstone"}},
		{"./day145_correlation/03_handler/", []string{"day145_correlation/03_handler"}},
		{"", nil},
		{"/", nil},
		{"tracing", nil},
		{"141/2/3", nil},
	} {
		var got []string
		for _, e := range find(list, tt.name) {
			got = append(got, e.label())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("find(%q)\n got: %q\nwant: %q", tt.name, got, tt.want)
		}
	}
}

func TestIncompleteExercise(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", func(files map[string]string) { delete(files, "testdata/solution/double.go") })
	for _, command := range []string{"watch", "compare", "reset", "hint"} {
		want := "day1_a/01_double is not complete: go run ./exercises audit day1_a/01_double says what it lacks"
		if _, err := m.run(command, "double"); err == nil || err.Error() != want {
			t.Errorf("%s of an exercise without a reference\n got: %v\nwant: %s", command, err, want)
		}
	}
}

func TestHelp(t *testing.T) {
	m := newModule(t)
	for _, args := range [][]string{{"help"}, {"-h"}, {"hint", "--help"}} {
		if got, err := m.run(args...); err != nil || got != usage()+"\n" {
			t.Errorf("%q\n got: %q, error %v\nwant: the usage", args, got, err)
		}
	}
	for line := range strings.Lines(usage()) {
		if n := len(strings.TrimRight(line, "\n")); n > 80 {
			t.Errorf("usage: a line of %d columns, want at most 80: %q", n, line)
		}
	}
}

func TestFindOneListsTheCandidates(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	m.add(t, "day2_b/02_double", nil)
	m.add(t, "day2_b/03_half", nil)
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"hint", "double"}, "\"double\" could be any of these:\n  day1_a/01_double\n  day2_b/02_double"},
		{[]string{"reset", "triple"}, "\"triple\" names no exercise. There are:\n  day1_a/01_double\n  day2_b/02_double\n  day2_b/03_half"},
		{[]string{"audit", "triple"}, "\"triple\" names no exercise. There are:\n  day1_a/01_double\n  day2_b/02_double\n  day2_b/03_half"},
		{[]string{"hint", "doub"}, "\"doub\" could be any of these:\n  day1_a/01_double\n  day2_b/02_double"},
		{[]string{"hint", "ay2_"}, "\"ay2_\" could be any of these:\n  day2_b/02_double\n  day2_b/03_half"},
		{[]string{"hint", "-x", "double"}, "flag provided but not defined: -x\n\n" + usage()},
		{[]string{"solve", "double"}, "there is no command \"solve\"\n\n" + usage()},
	} {
		_, err := m.run(tt.args...)
		if err == nil || err.Error() != tt.want {
			t.Errorf("%q\n got: %v\nwant: %v", tt.args, err, tt.want)
		}
	}
}
