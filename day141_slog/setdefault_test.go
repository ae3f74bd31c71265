package logging_test

import (
	"bytes"
	"log"
	"log/slog"
	"strings"
	"testing"

	logging "workbook/day141_slog"
)

func TestSetDefaultRestores(t *testing.T) {
	var before, during bytes.Buffer
	logger, output, flags := slog.Default(), log.Writer(), log.Flags()
	defer func() { log.SetOutput(output); log.SetFlags(flags) }()
	log.SetOutput(&before)
	log.SetFlags(log.Lmsgprefix)

	restore := logging.SetDefault(slog.New(newJSON(&during, nil)))
	slog.Info("by slog")
	log.Print("by log")
	restore()
	log.Print("log again")
	slog.Info("slog again")

	if got := during.String(); strings.Count(got, "\n") != 2 || !strings.Contains(got, `"msg":"by slog"`) || !strings.Contains(got, `"msg":"by log"`) {
		t.Errorf("while set\n got: %s\nwant: both lines as JSON", got)
	}
	if got, want := before.String(), "log again\nINFO slog again\n"; got != want {
		t.Errorf("after restore\n got: %q\nwant: %q", got, want)
	}
	if slog.Default() != logger || log.Flags() != log.Lmsgprefix {
		t.Errorf("after restore: logger %p and flags %d, want %p and %d", slog.Default(), log.Flags(), logger, log.Lmsgprefix)
	}
}

// What SetDefault is for: slog.SetDefault with the old logger leaves package
// log writing to the new one.
func TestPlainSetDefaultDoesNotRestore(t *testing.T) {
	var before, during bytes.Buffer
	logger, output, flags := slog.Default(), log.Writer(), log.Flags()
	defer func() { slog.SetDefault(logger); log.SetOutput(output); log.SetFlags(flags) }()
	log.SetOutput(&before)

	slog.SetDefault(slog.New(newJSON(&during, nil)))
	slog.SetDefault(logger)
	log.Print("where does this go")
	if before.Len() > 0 || !strings.Contains(during.String(), "where does this go") {
		t.Errorf("slog.SetDefault(old): the standard library restores package log now; SetDefault may go\nbefore: %s\nduring: %s", &before, &during)
	}
}

func TestSetDefaultNests(t *testing.T) {
	var outer, inner bytes.Buffer
	first := logging.SetDefault(slog.New(newJSON(&outer, nil)))
	second := logging.SetDefault(slog.New(newJSON(&inner, nil)))
	log.Print("inner")
	second()
	log.Print("outer")
	first()
	for name, out := range map[string]*bytes.Buffer{"inner": &inner, "outer": &outer} {
		if got := out.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, name) {
			t.Errorf("%s\n got: %s\nwant: its own line", name, got)
		}
	}
}
