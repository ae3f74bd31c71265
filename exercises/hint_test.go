package main

import (
	"slices"
	"strings"
	"testing"

	"workbook/exercises/internal/store"
)

func TestHintsComeOneAtATime(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	m.add(t, "day1_a/02_half", nil)
	wants := []string{
		"day1_a/01_double\nHint 1: a nudge\n\nCount your fingers.\n\n2 more: go run ./exercises hint 1/double\n",
		"day1_a/01_double\nHint 2: the approach\n\nAdd or multiply.\n\n1 more: go run ./exercises hint 1/double\n",
		"day1_a/01_double\nHint 3: nearly there\n\nx and x.\n\nThat was the last hint. The reference: go run ./exercises compare -spoil 1/double\n",
	}
	for i, want := range append(wants, wants[2]) { // the last one again and again
		got, err := m.run("hint", "double")
		if err != nil || got != want {
			t.Errorf("hint %d\n got: %q, error %v\nwant: %q", i+1, got, err, want)
		}
	}
	if got, err := m.run("hint", "half"); err != nil || !strings.Contains(got, "Hint 1") {
		t.Errorf("hint of another exercise\n got: %q, error %v\nwant: its own first hint", got, err)
	}
	if got, err := m.run("hint", "double", "1"); err != nil || got != wants[0] {
		t.Errorf("hint double 1\n got: %q, error %v\nwant: %q", got, err, wants[0])
	}
	for _, number := range []string{"0", "4", "9"} {
		want := "there is no such hint: day1_a/01_double has 3"
		if _, err := m.run("hint", "double", number); err == nil || err.Error() != want {
			t.Errorf("hint double %s\n got: %v\nwant: %s", number, err, want)
		}
	}
}

// Without a name a command takes the exercise that was saved last, or the first, and a hint skips what is solved.
func TestHintOfTheCurrentExercise(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	m.add(t, "day1_a/02_half", nil)
	m.add(t, "day1_a/03_third", nil)
	mustContain(t, "hint of nothing begun", must(m.run("hint")), "day1_a/01_double\nHint 1")
	mustContain(t, "hint 3 of nothing begun", must(m.run("hint", "3")), "day1_a/01_double\nHint 3")
	mustContain(t, "hint 12 of one that is named", must(m.run("hint", "double", "12")), "there is no such hint: day1_a/01_double has 3")
	writeFile(t, m.path("exercises/day1_a/02_half/half.go"), doubleGo("half", "3"))
	mustContain(t, "hint of the one begun", must(m.run("hint")), "day1_a/02_half\nHint 1")
	m.solve(t, "half")
	mustContain(t, "hint behind the one solved", must(m.run("hint")), "day1_a/03_third\nHint 1")
	mustContain(t, "wrong of the one solved", must(m.run("wrong")), "day1_a/02_half: how people get it wrong")
	for _, name := range []string{"double", "third"} {
		m.solve(t, name)
	}
	if _, err := m.run("hint"); err == nil || err.Error() != "every exercise is solved" {
		t.Errorf("hint with everything solved: got %v, want to be told", err)
	}
}

func TestHintWithoutAPlaceToRemember(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	m.store = store.Folder(m.path("go.mod")) // a file: nothing can be written below it
	got, err := m.run("hint", "double")
	if err != nil || !strings.Contains(got, "Hint 1") {
		t.Errorf("hint\n got: %q, error %v\nwant: the first hint", got, err)
	}
	mustContain(t, "the remark", m.log.String(), "Ask by number: go run ./exercises hint 1/double 2")
}

func TestHintsOfAFile(t *testing.T) {
	readme := strings.ReplaceAll("# X\n\n<details><summary>Solution</summary>\n\nno\n\n</details>\n\n<details>\n<summary>Hint 1: a</summary>\n\none\n\n```go\nx := 1\n```\n\n</details>\n"+
		"<details><summary>Hint 2: b</summary>two</details>\n<details><summary>Hint 3: open</summary>\n\nthree\n", "\n", "\r\n")
	got := hints(readme)
	want := []hint{{"Hint 1: a", "one\n\n```go\nx := 1\n```"}, {"Hint 2: b", "two"}, {"Hint 3: open", "three"}}
	if !slices.Equal(got, want) {
		t.Errorf("hints(%q)\n got: %q\nwant: %q", readme, got, want)
	}
}
