package main

import (
	"fmt"
	"testing"
)

// A rule is what a test holds wire.go to, and where the reader finds the why.
type rule struct {
	text string
	read string // a file of the day
}

// check reports unless got is want.
func check[T comparable](t *testing.T, r rule, call string, got, want T) {
	t.Helper()
	if got != want {
		report(t, r, call, fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want))
	}
}

// report fails the test in five parts.
func report(t *testing.T, r rule, call, got, want string) {
	t.Helper()
	t.Errorf("%s\n     got: %.600s\n    want: %s\n    rule: %s\n    read: %s\n    edit: exercises/capstone/wire.go",
		call, got, want, r.text, r.read)
}
