package check

import (
	"bytes"
	"embed"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path"
	"testing"
)

// Main runs the tests of an exercise; it is all that its TestMain does. files holds the reader's file and the copy of
// the stub, embedded:
//
//	//go:embed rate.go testdata/stub/rate.go
//	var files embed.FS
//
// Embedding follows -overlay as compiling does, so what is compared is what was compiled. When the two are equal the
// exercise is untouched: Main prints three lines in place of running the tests, and the result is a failure.
// The tests run all the same with -v, -json, -run, -bench, -fuzz or -list.
//
// Without -v package log, and with it slog's default logger, print nothing.
func Main(m *testing.M, files embed.FS) {
	flag.Parse()
	ex, err := here()
	if err != nil {
		fmt.Println("check:", err)
		os.Exit(2)
	}
	same, err := untouched(files, ex.file)
	if err != nil {
		fmt.Println("check:", err)
		os.Exit(2)
	}
	if same && !asked() {
		fmt.Printf("%s is untouched, and so it fails: red is right until you have solved it.\nedit: %s\ntest: go test -v ./%s\n",
			path.Base(ex.dir), ex.edit(), ex.dir)
		os.Exit(1)
	}
	if !testing.Verbose() {
		log.SetOutput(io.Discard)
	}
	os.Exit(m.Run())
}

// untouched reports whether the reader's file is still the stub. An editor may have changed the ends of its lines.
func untouched(files embed.FS, name string) (bool, error) {
	mine, err := files.ReadFile(name)
	if err != nil {
		return false, fmt.Errorf("TestMain must embed %s: %w", name, err)
	}
	stub, err := files.ReadFile("testdata/stub/" + name)
	if err != nil {
		return false, fmt.Errorf("TestMain must embed testdata/stub/%s: %w", name, err)
	}
	return bytes.Equal(plain(mine), plain(stub)), nil
}

func plain(text []byte) []byte {
	return bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
}

// asked reports whether somebody wants to see the tests themselves.
func asked() bool {
	return testing.Verbose() || value("test.run") != "" || value("test.list") != "" ||
		value("test.bench") != "" || value("test.fuzz") != ""
}

// value is the text of a flag of the test binary, or "" where there is none of this name.
func value(name string) string {
	f := flag.Lookup(name)
	if f == nil {
		return ""
	}
	return f.Value.String()
}
