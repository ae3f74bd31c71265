package main

import (
	"embed"
	"fmt"
	"testing"

	"workbook/exercises/check"
)

//go:embed wire.go testdata/stub/wire.go
var wireFiles embed.FS

func TestMain(m *testing.M) { check.Main(m, wireFiles) }

// A stageRule is what a test holds wire.go to, and where its why is written, as in check.New.
type stageRule struct{ text, read string }

// whole is the rule that every stage shares.
var fitToStart = stageRule{"the six functions leave the service fit to start", "exercises/capstone/service.go Service"}

// seen is a case about what a running service did: got was seen, and want is what the rule asks for.
func seen(r stageRule, call string, got, want any) check.Case {
	return check.Case{Call: call, Got: func() string { return shown(got) }, Want: shown(want), Rule: r.text, Read: r.read}
}

// holds is a case that is right when ok is true; got and want say what a failure shows.
func holds(ok bool, r stageRule, call, got, want string) check.Case {
	if ok {
		got = want
	}
	return seen(r, call, got, want)
}

// shown bounds what a failure shows.
func shown(v any) string { return fmt.Sprintf("%.600s", fmt.Sprint(v)) }
