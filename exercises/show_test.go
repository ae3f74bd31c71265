package main

import "testing"

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"short", "  rule: a sum has no limit", "  rule: a sum has no limit"},
		{"exactly as wide", "    rule: four words as wide", "    rule: four words as wide"},
		{"a label", "    rule: a counter of seconds counts fractions too", "    rule: a counter of\n          seconds counts\n          fractions too"},
		{"no label", "  file.go:87: Add(0.25) and then Add(0.5)", "  file.go:87: Add(0.25) and\n  then Add(0.5)"},
		{"a long word", "    edit: exercises/day142_metrics/01_counter/counter.go", "    edit: exercises/day142_metrics/01_counter/counter.go"},
		{"a long word behind a short one", "  at exercises/day142_metrics/counter.go", "  at\n  exercises/day142_metrics/counter.go"},
		{"letters of two bytes", "  ééééé ééééé ééééé ééééé é ééé", "  ééééé ééééé ééééé ééééé é\n  ééé"},
	} {
		if got := fold(tt.line, 28); got != tt.want {
			t.Errorf("fold of %s at 28 columns\n got:\n%s\nwant:\n%s", tt.name, got, tt.want)
		}
	}
}
