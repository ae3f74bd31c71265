package poll_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"workbook/exercises/internal/poll"
)

func TestWatch(t *testing.T) {
	file := filepath.Join(t.TempDir(), "double.go")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("one")
	look := poll.Watch(file)
	expect := func(what string, wantChanged, wantThere bool) {
		t.Helper()
		if changed, there := look(); changed != wantChanged || there != wantThere {
			t.Errorf("look, %s: got changed %t, there %t; want %t, %t", what, changed, there, wantChanged, wantThere)
		}
	}
	expect("nothing happened", false, true)
	write("two, half")
	expect("just written", false, true)
	write("two, half and half")
	expect("still being written", false, true)
	expect("settled", true, true)
	expect("reported before", false, true)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	expect("a moment without a file", false, false)
	write("three")
	expect("back again", false, true)
	expect("settled", true, true)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	expect("gone a moment", false, false)
	expect("gone", true, false)
	expect("still gone", false, false)
	if err := os.WriteFile(file, []byte("three"), 0o644); err != nil {
		t.Fatal(err)
	}
	now := time.Now().Add(time.Second)
	expect("written", false, true)
	expect("settled", true, true)
	if err := os.Chtimes(file, now, now); err != nil { // same size, saved again
		t.Fatal(err)
	}
	expect("saved", false, true)
	expect("settled", true, true)
}
