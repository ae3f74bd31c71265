package timeout

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestPanic runs its case in a process of its own: a panic that nobody
// recovers ends the process, and with it the other tests.
func TestPanic(t *testing.T) {
	const child = "WORKBOOK_TIMEOUT_CHILD"
	if os.Getenv(child) != "" {
		b := Bound(func(context.Context) error { panic("nil map") }, time.Minute)
		for range 2 {
			fmt.Printf("Try: %v\n", b.Try(context.Background()))
		}
		return
	}
	t.Run("becomes_an_error", func(t *testing.T) {
		report(t, "Try of a check that panics, twice", panicking(child), wanted, "recover works only in the goroutine that panics: the one that runs the check")
	})
}

const wanted = "errors that hold the panic's value"

// panicking runs this test again with env set and says how that went.
func panicking(env string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestPanic$")
	cmd.Env = append(os.Environ(), env+"=1")
	out, err := cmd.CombinedOutput()
	got := string(out)
	switch {
	case ctx.Err() != nil:
		return "Try did not return within 20 s"
	case err != nil:
		return "the process crashed"
	case strings.Count(got, "nil map") == 2:
		return wanted
	}
	first, _, _ := strings.Cut(got, "\n")
	return first
}
