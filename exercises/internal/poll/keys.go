package poll

import (
	"bufio"
	"context"
	"io"
	"strings"
)

// Keys sends the first letter of each line, " " for a bare Enter. At the end of input it falls silent:
// a watch without a keyboard neither spins nor ends.
func Keys(ctx context.Context, in io.Reader) <-chan string {
	keys := make(chan string)
	go func() {
		for lines := bufio.NewScanner(in); ctx.Err() == nil && lines.Scan(); {
			select {
			case keys <- strings.ToLower(strings.TrimSpace(lines.Text()) + " ")[:1]:
			case <-ctx.Done():
			}
		}
	}()
	return keys
}
