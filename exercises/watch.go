package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// A watcher is one session of watch. One goroutine owns it; test runs and the keyboard reach it
// through channels.
type watcher struct {
	*app
	list   []*exercise
	at     *exercise // the current one
	keys   <-chan string
	result chan *standing     // of the latest run
	cancel context.CancelFunc // ends that run
}

var errQuit = errors.New("quit")

// watch runs an exercise each time its file is saved, and moves on when a save made it green.
// Without one it starts at the first that is not solved.
func (a *app) watch(ctx context.Context, list []*exercise, e *exercise) (err error) {
	list = slices.DeleteFunc(list, func(other *exercise) bool { return other != e && !a.runnable(other) })
	w := &watcher{app: a, list: list, at: e, keys: readKeys(ctx, a.in), cancel: func() {}}
	if e == nil {
		err = w.advance(ctx)
	}
	for err == nil {
		err = w.session(ctx)
	}
	w.cancel()
	if errors.Is(err, errQuit) || ctx.Err() != nil { // Ctrl-C is one way to leave
		return nil
	}
	return err
}

// readKeys sends the first letter of each line, " " for a bare Enter. At the end of input it falls silent:
// a watch without a keyboard neither spins nor ends.
func readKeys(ctx context.Context, in io.Reader) <-chan string {
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

// session watches one exercise until another one is current or the reader leaves. The file is looked
// at instead of waiting for file events, which are lost on network and WSL drives.
func (w *watcher) session(ctx context.Context) (err error) {
	e, look, saved := w.at, poller(w.path(w.at.file)), false
	tick := time.NewTicker(150 * time.Millisecond)
	defer tick.Stop()
	w.printf("\n%s\n  task  %s\n  edit  %s, and save\n", w.paint(bold, e.label()), w.shown(e.dir+"/README.md"), w.shown(e.file))
	w.printf("  keys  a letter and Enter: h hint, c compare, r run, n next, q quit\n")
	for w.start(ctx); w.at == e && err == nil; {
		select {
		case <-ctx.Done():
			err = ctx.Err()
		case key := <-w.keys:
			err = w.key(ctx, key)
		case <-tick.C:
			if changed, there := look(); changed && there {
				saved = true
				w.printf("\n%s saved\n", path.Base(e.file))
				w.start(ctx)
			} else if changed {
				w.cancel() // there is nothing left to run
				w.printf("\n%s is gone; waiting for it to come back\n", path.Base(e.file))
			}
		case s := <-w.result:
			w.show(s)
			if s.verdict.Kind == solved && saved {
				err = w.advance(ctx)
			}
		}
	}
	return err
}

// key carries out one letter. A hint or comparison that fails says so, and watching goes on.
func (w *watcher) key(ctx context.Context, letter string) (err error) {
	switch letter {
	case "q":
		return errQuit
	case "n":
		return w.advance(ctx)
	case "r", " ":
		w.start(ctx)
	case "h":
		err = w.hint(w.at)
	case "c":
		err = w.compare(ctx, w.at)
	default:
		w.printf("%q is none of the letters h c r n q\n", letter)
	}
	if err != nil {
		w.printf("%v\n", err)
	}
	return nil
}

// start runs the tests of the current exercise. A run under way is for a file that has changed since:
// it is cancelled, its verdict goes with its channel, and a loop in it ends at its own timeout.
func (w *watcher) start(ctx context.Context) {
	w.cancel()
	ctx, w.cancel = context.WithCancel(ctx)
	e, result := w.at, make(chan *standing, 1)
	w.result = result
	go func() {
		runs, err := w.goTest(ctx, func(string) {}, testTimeout, "./"+e.dir)
		s := &standing{e, runs[e.dir].judge()}
		if err != nil {
			s.verdict.Text = strings.Split(err.Error(), "\n")
		}
		if ctx.Err() == nil {
			result <- s
		}
	}()
}

// advance makes the next unsolved exercise the current one, going round at the end of the list.
func (w *watcher) advance(ctx context.Context) error {
	i := slices.Index(w.list, w.at) + 1
	for _, e := range append(slices.Clone(w.list[i:]), w.list[:i]...) {
		if all, err := w.survey(ctx, []*exercise{e}); err != nil {
			return err
		} else if all[0].verdict.Kind != solved && e != w.at {
			w.at = e
			return nil
		}
	}
	w.printf("No other exercise is left to solve.\n")
	return errQuit
}

// show prints a verdict: of all failures the first, with its rule.
func (w *watcher) show(s *standing) {
	const screen = 24
	switch v := s.verdict; v.Kind {
	case solved:
		w.printf("%s\n", w.paint(green, "solved: every test passes"))
	case failing:
		w.printf("%d of %d tests pass. First to fail: %s\n", s.passed(), len(s.judged()), w.paint(red, v.Case))
	default:
		w.printf("%s\n", w.paint(red, strings.TrimSuffix("it "+v.Kind+" in "+v.Case, " in ")+":"))
	}
	text := s.verdict.Text
	if len(text) > screen {
		text = append(text[:screen:screen], "... and more: go test "+w.pkg(s.dir))
	}
	for _, line := range text {
		w.printf("  %s\n", line)
	}
}
