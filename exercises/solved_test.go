package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The overlay that README.md's test command uses must hold every exercise that has a reference, and
// nothing else.
func TestSolvedOverlayIsTheCatalogue(t *testing.T) {
	root := filepath.Dir(workingDir(t))
	list, err := (&app{root: root}).catalogue()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(solvedFile)))
	if err != nil {
		t.Error(err)
	}
	want := string(solvedOverlay(list))
	if strings.ReplaceAll(string(got), "\r\n", "\n") != want {
		t.Errorf("%s is not the list of exercises; \"go run ./exercises audit -fix\" writes it anew\n got:\n%s\nwant:\n%s", solvedFile, got, want)
	}
}

// What reading a folder shows is known at once; the audit, which runs everything, takes minutes.
func TestExercisesAreComplete(t *testing.T) {
	a := &app{root: filepath.Dir(workingDir(t))}
	list, err := a.catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		for _, problem := range a.inspect(e) {
			t.Errorf("%s: %s", e.label(), problem)
		}
	}
}

// The audit wants three mistakes of an exercise, so that a new one can be tried; what is published has more.
func TestEnoughMistakes(t *testing.T) {
	list, err := (&app{root: filepath.Dir(workingDir(t))}).catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		want := 10
		switch {
		case e.staged():
			want = 24
		case e.group() == "drills": // a misdiagnosis is one answer of a few
			want = 5
		}
		if got := len(e.wrong); got < want {
			t.Errorf("%s: %d wrong solutions, want at least %d", e.label(), got, want)
		}
	}
}
