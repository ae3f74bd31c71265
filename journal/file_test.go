package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func sampleRecord() *record {
	rec := newRecord()
	rec.grade(deck[0], good, "2027-01-01")
	rec.grade(deck[0], again, "2027-01-04")
	rec.grade(deck[1], easy, "2027-01-04")
	return rec
}

func TestRecordRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.json")
	want := sampleRecord()
	if err := saveRecord(path, want); err != nil {
		t.Fatal(err)
	}
	got, err := loadRecord(path)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("load after save: got %+v, %v; want %+v", got, err, want)
	}
}

// A kill at any byte of the write leaves a cut temporary file beside the record,
// and the record is still the old one.
func TestACutWriteLeavesTheOldRecord(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "progress.json")
	old := sampleRecord()
	if err := saveRecord(path, old); err != nil {
		t.Fatal(err)
	}
	next := sampleRecord()
	next.grade(deck[2], good, "2027-01-05")
	text, err := json.MarshalIndent(next, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for n := range text {
		if err := os.WriteFile(filepath.Join(dir, ".progress-1.tmp"), text[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := loadRecord(path)
		if err != nil || !reflect.DeepEqual(got, old) {
			t.Fatalf("killed after byte %d: got %+v, %v; want the old record", n, got, err)
		}
	}
}

// A record cut at any byte (by a disk, an editor, a bad merge) is refused: it is
// never read as a shorter one, and never written over.
func TestADamagedRecordIsRefusedAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.json")
	text, err := json.MarshalIndent(sampleRecord(), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(text) {
		if err := os.WriteFile(path, text[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := loadRecord(path); err == nil {
			t.Fatalf("a record cut at byte %d of %d was read as whole", n, len(text))
		}
		if kept, err := os.ReadFile(path); err != nil || string(kept) != string(text[:n]) {
			t.Fatalf("a record cut at byte %d was changed by reading it", n)
		}
	}
}

func TestDamageIsReportedWithItsLine(t *testing.T) {
	text, err := json.MarshalIndent(sampleRecord(), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	whole := string(text)
	for _, tt := range []struct{ name, from, to, line string }{
		{"a syntax error", `"algorithm":`, `"algorithm"`, ":3: "},
		{"text for a number", `"version": 1`, `"version": "one"`, ":2: "},
		{"an unknown version", `"version": 1`, `"version": 9`, ":1: "},
		{"a difficulty out of range", `"difficulty": `, `"difficulty": 4`, ":5: "},
		{"no stability", `"stability": `, `"stability": -`, ":5: "},
		{"a date that is none", `"due": "2027-01-04"`, `"due": "2027-13-04"`, ":5: "},
		{"a grade out of range", `"grade": 3`, `"grade": 7`, ":5: "},
		{"a field nobody knows", `"answers":`, `"replies": [], "answers":`, ":18: "},
		{"a card twice", `"day142: Why is le cumulative?": {`, `"day141: Why clone a Record?": {`, ":11: "},
		{"a date twice", `"due": `, `"last": `, ":9: "},
		{"all answers twice", `"answers": [`, `"answers": [], "answers": [`, ":18: "},
		{"two records", "\n}", "\n}{}", ":35: "},
		{"damage under an empty key", whole, `{"version": 1, "cards": {"": {}}}`, ":1: "},
		{"no cards at all", whole, `{"version": 1, "cards": null}`, ":1: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "progress.json")
			broken := strings.Replace(whole, tt.from, tt.to, 1)
			if err := os.WriteFile(path, []byte(broken), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := loadRecord(path)
			if err == nil || !strings.Contains(err.Error(), "progress.json"+tt.line) {
				t.Errorf("loadRecord: got %v, want an error with progress.json%s", err, tt.line)
			}
		})
	}
}

func TestSaveReportsAFolderItCannotWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gone", "progress.json")
	if err := saveRecord(path, newRecord()); err == nil {
		t.Error("saveRecord in a folder that does not exist: got nil, want an error")
	}
}

func FuzzDecodeRecord(f *testing.F) {
	text, err := json.Marshal(sampleRecord())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"version":1,"cards":{"a":{"stability":1e999}}}`))
	f.Add([]byte(`{"version":1,"cards":{"":{},"0":{}}}`))
	f.Add([]byte(`{"version":1,"cards":{},"cards":{}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, line, err := decodeRecord(text)
		if err != nil {
			if line < 1 {
				t.Fatalf("error %v stands on line %d", err, line)
			}
			return
		}
		path := filepath.Join(t.TempDir(), "p")
		if err := saveRecord(path, r); err != nil {
			t.Fatalf("what was read can't be saved: %v", err)
		}
		if _, err := loadRecord(path); err != nil {
			t.Fatalf("what was saved can't be read: %v", err)
		}
	})
}

// Whoever keeps the record elsewhere links to it, and the link has to stay one.
func TestSaveFollowsALink(t *testing.T) {
	target := filepath.Join(t.TempDir(), "elsewhere.json")
	write(t, target, "")
	link := filepath.Join(t.TempDir(), "progress.json")
	if err := os.Symlink(target, link); err != nil {
		t.Skip("no links here: ", err)
	}
	if err := saveRecord(link, newRecord()); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link after a save: %v, %v; want it to be one still", info.Mode(), err)
	}
	if _, err := loadRecord(target); err != nil {
		t.Errorf("the file it leads to: %v, want the record", err)
	}
}
