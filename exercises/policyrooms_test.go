package main

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// roomProblems looks at the packages of the days: a doc.go says what each is, and nobody has to look through more than
// 24 files to find something. testdata and test-only packages are no rooms.
func roomProblems(sources map[string]string) (problems []string) {
	rooms := map[string]int{}
	for file := range sources {
		if strings.HasPrefix(file, "day") && !strings.HasSuffix(file, "_test.go") && !strings.Contains(file, "/testdata/") {
			rooms[path.Dir(file)]++
		}
	}
	for _, room := range slices.Sorted(maps.Keys(rooms)) {
		if _, ok := sources[room+"/doc.go"]; !ok {
			problems = append(problems, room+" has no doc.go")
		}
		if n := rooms[room]; n > 24 {
			problems = append(problems, fmt.Sprintf("%s has %d files, at most 24", room, n))
		}
	}
	return problems
}

func TestPolicyOfRooms(t *testing.T) {
	sources := map[string]string{"day141_slog/doc.go": "", "day142_metrics/cmd/a/main.go": "", "exercises/main.go": "",
		"day141_slog/only/a_test.go": "", "day141_slog/testdata/a.go": ""}
	for i := range 24 {
		sources[fmt.Sprintf("day141_slog/a%d.go", i)] = ""
	}
	got := strings.Join(roomProblems(sources), "; ")
	want := "day141_slog has 25 files, at most 24; day142_metrics/cmd/a has no doc.go"
	if got != want {
		t.Errorf("roomProblems\n got: %q\nwant: %q", got, want)
	}
}
