package main

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"
	"time"

	"workbook/exercises/internal/gotest"
	"workbook/exercises/internal/poll"
)

// A watcher is one session of watch. One goroutine owns it; test runs and the keyboard reach it
// through channels.
type watcher struct {
	*app
	list    []*exercise
	current *exercise
	since   time.Time // when it became so
	keys    <-chan string
	refused string // the letter that was refused last: again, it means -spoil
	runs    int    // begun
	news    chan news
	cancel  context.CancelFunc // ends the latest run
}

// news is what one run of the tests has to say.
type news struct {
	run  int
	tell func()
}

var errQuit = errors.New("quit")

// watchOne is the command: the exercise that is named, else the current one, or the next if that is solved.
func (a *app) watchOne(ctx context.Context, list []*exercise, words []string) error {
	e, err := a.pick(list, words)
	if err == nil && len(words) == 0 {
		e, err = a.nextOpen(ctx, list, e)
	}
	if err != nil {
		return err
	}
	a.letters = true
	list = slices.DeleteFunc(list, func(other *exercise) bool { return !a.runnable(other) })
	w := &watcher{app: a, list: list, current: e, keys: poll.Keys(ctx, a.in), news: make(chan news), cancel: func() {}}
	for err == nil {
		err = w.session(ctx)
	}
	w.cancel()
	if errors.Is(err, errQuit) || ctx.Err() != nil { // Ctrl-C is one way to leave
		return nil
	}
	return err
}

// session watches one exercise until another one is current or the reader leaves. The file is looked
// at instead of waiting for file events, which are lost on network and WSL drives.
func (w *watcher) session(ctx context.Context) (err error) {
	e, look := w.current, poll.Watch(w.path(w.current.file))
	tick := time.NewTicker(150 * time.Millisecond)
	defer tick.Stop()
	w.since = time.Now()
	defer w.spent(e)
	w.printf("\n%s%s\n  folder  %s\n", w.paint(bold, e.label()), w.takes(e), w.shown(e.dir))
	w.printf("  edit    %s, and save; its task is README.md\n", path.Base(e.file))
	w.printf("  keys    a letter and Enter: h hint, c compare, w wrong,\n          r run, n next, q quit\n")
	for w.start(ctx, false); w.current == e && err == nil; {
		select {
		case <-ctx.Done():
			err = ctx.Err()
		case key := <-w.keys:
			err = w.key(ctx, key)
		case n := <-w.news:
			if n.run == w.runs { // not of an older one, which was cancelled while it spoke
				n.tell()
			}
		case <-tick.C:
			changed, there := look()
			if changed && there {
				w.printf("\n%s saved\n", path.Base(e.file))
				w.start(ctx, true)
			} else if changed {
				w.cancel() // there is nothing left to run
				w.printf("\n%s is gone; waiting for it to come back\n", path.Base(e.file))
			}
		}
	}
	return err
}

// spent adds the time since the exercise became the current one to what it took before, and returns the sum.
func (w *watcher) spent(e *exercise) time.Duration {
	all := map[string]time.Duration{}
	w.store.Recall("spent.json", &all)
	all[e.dir] += time.Since(w.since)
	w.since = time.Now()
	_ = w.store.Remember("spent.json", all) // it is only a figure
	return all[e.dir].Round(time.Second)
}

// key carries out one letter. A hint or comparison that fails says so, and watching goes on.
func (w *watcher) key(ctx context.Context, letter string) (err error) {
	w.spoil = letter == w.refused
	w.refused = ""
	switch letter {
	case "q":
		return errQuit
	case "n":
		return w.advance(ctx)
	case "r", " ":
		w.start(ctx, false)
	case "h":
		err = w.hint(w.current, "")
	case "c":
		err = w.compare(ctx, w.current)
	case "w":
		err = w.wrongs(ctx, w.current)
	default:
		w.printf("%q is none of the letters h c w r n q\n", letter)
	}
	if err != nil {
		w.refused = letter
		w.printf("%v\n", err)
	}
	return nil
}

// start runs the tests of the current exercise. A run under way is for a file that has changed since: it is
// cancelled, and what it still has to say is not heard.
func (w *watcher) start(ctx context.Context, saved bool) {
	w.cancel()
	ctx, w.cancel = context.WithCancel(ctx)
	w.runs++
	run, s, timeout := w.runs, &standing{exercise: w.current}, "10s"
	if s.staged() {
		timeout = "60s" // its tests start whole services
	}
	say := func(tell func()) {
		select {
		case w.news <- news{run, tell}:
		case <-ctx.Done():
		}
	}
	slow := time.AfterFunc(2*time.Second, func() {
		say(func() { w.printf("still running; a test that takes over %s is stopped\n", timeout) })
	})
	go func() {
		defer slow.Stop()
		green := func() { say(func() { w.printf("every test passes; once more with the race detector\n") }) }
		s.key = w.inputs(w.root) + w.inputs(w.path(s.dir))
		err := w.test(ctx, []*standing{s}, timeout, green, w.remember)
		if err != nil {
			s.verdict = gotest.Verdict{Kind: gotest.Unbuilt, Text: strings.Split(err.Error(), "\n")}
		}
		slow.Stop()
		say(func() { w.show(s, saved) })
	}()
}

// advance makes the next unsolved exercise the current one.
func (w *watcher) advance(ctx context.Context) error {
	i := slices.Index(w.list, w.current)
	next, err := w.nextOpen(ctx, slices.Concat(w.list[i+1:], w.list[:i]), nil)
	if err != nil {
		w.printf("No other exercise is left to solve.\n")
		return errQuit
	}
	w.current = next
	return nil
}
